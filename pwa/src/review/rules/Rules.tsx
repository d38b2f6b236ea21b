import { useFetched } from '../../data/fetched'
import { list, number } from '../../shared/i18n'
import type { OpeningOut, RuleOut, RulesOut, Tier } from '../../shared/wire'
import { ButtonLink } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { here } from '../../ui/here'
import { PageHead } from '../../ui/PageHead'
import { Desk, Work } from '../Desk'
import { Trouble } from '../Loaded'
import { TierMark } from '../TierMark'
import { told } from '../told'
import './rules.css'
import { words } from './words'

export const tiers: readonly Tier[] = ['urgent', 'today', 'digest']

/** Every rule as a clinician reads it, by how soon somebody has to act. */
export function Rules() {
  const fetched = useFetched<RulesOut>('/api/rules')
  const { body } = fetched
  const { title, lead, zero, one, never, alerts } = words.value
  return (
    <Desk head={<><PageHead title={title} /><Trouble fetched={fetched} /></>}>
      {body && (
        <Work>
          <div class="stack">
            <p>{lead} {zero}</p>
            <p>{one} {never}</p>
            <ButtonLink kind="soft" href="/alerts">{alerts}</ButtonLink>
          </div>
          {tiers.map((tier) => <Of key={tier} tier={tier} rules={body.rules.filter((rule) => rule.tier === tier)} />)}
          <ByItself {...body} />
        </Work>
      )}
    </Desk>
  )
}

function Of({ tier, rules }: { tier: Tier; rules: readonly RuleOut[] }) {
  const { tiers: said, none } = words.value
  return (
    <Card labelledBy={`tier-${tier}`}>
      <h2 id={`tier-${tier}`}><TierMark tier={tier} /></h2>
      <p>{said[tier].about}</p>
      <p>{said[tier].after}</p>
      {rules.length === 0 && <p class="quiet">{none}</p>}
      <ul class="plain lines-list rules">{rules.map((rule) => <li key={`${rule.rule} ${rule.text.en}`}><One rule={rule} /></li>)}</ul>
    </Card>
  )
}

function One({ rule: { text, instruments, raised, resolved, open } }: { rule: RuleOut }) {
  const said = words.value
  const forms = instruments.map(told)
  return (
    <>
      <p><strong>{told(text)}</strong></p>
      <small>{forms.length > 0 ? said.forms(list(forms, here().language)) : said.noForms}</small>
      <small>{raised > 0 ? `${said.raised(raised)}, ${said.resolved(resolved)}` : said.notRaised}; {open > 0 ? <b class="attend">{said.open(open)}</b> : said.noneOpen}.</small>
    </>
  )
}

/** What the phone does without anybody: an exercise that it offers, a full form that a short one opens. */
function ByItself({ offers, openings }: Pick<RulesOut, 'offers' | 'openings'>) {
  const { byItself, forms } = words.value
  if (offers.length + openings.length === 0) return null
  return (
    <Card labelledBy="by-itself">
      <h2 id="by-itself">{byItself.title}</h2>
      <p>{byItself.about}</p>
      <ul class="plain lines-list rules">
        {offers.map(({ text, instruments }) => (
          <li key={text.en}>
            <p><strong>{told(text)}</strong></p>
            <small>{forms(list(instruments.map(told), here().language))}</small>
          </li>
        ))}
        {openings.map((opening) => <li key={`${opening.instrument.en} ${opening.value}`}><Opening opening={opening} /></li>)}
      </ul>
    </Card>
  )
}

function Opening({ opening: { instrument, score, operator, value, opens } }: { opening: OpeningOut }) {
  const { byItself, forms } = words.value
  const reached = byItself.reached(told(score), operator, number(value, here().language))
  return (
    <>
      <p><strong>{byItself.opens(reached, opens.map(told).join(byItself.else))}</strong></p>
      <small>{forms(told(instrument))}</small>
    </>
  )
}
