import { useFetched } from '../../data/fetched'
import { list } from '../../shared/i18n'
import type { RuleOut, RulesOut, Tier } from '../../shared/wire'
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
