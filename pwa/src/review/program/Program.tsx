import type { ComponentChildren } from 'preact'
import { useFetched } from '../../data/fetched'
import { device } from '../../data/home'
import type { FiguresOut, RuleOut, WaitOut } from '../../shared/wire'
import { ButtonLink } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { PageHead } from '../../ui/PageHead'
import { Desk, Work } from '../Desk'
import { Trouble } from '../Loaded'
import { Exports } from '../person/Exports'
import { TierMark } from '../TierMark'
import { told } from '../told'
import './program.css'
import { waitSaid } from './week'
import { Weeks } from './Weeks'
import { words } from './words'

/** The whole program in counts. */
export function Program() {
  const fetched = useFetched<FiguresOut>('/api/program')
  const { body } = fetched
  const { title, lead } = words.value
  return (
    <Desk head={<><PageHead title={title} sub={lead} /><Trouble fetched={fetched} /></>}>
      {body && (
        <Work>
          <Weeks weeks={body.weeks} />
          <Waits figures={body} />
          <Alerts rules={body.rules} />
          {device.value?.role === 'admin' && <Everything />}
        </Work>
      )}
    </Desk>
  )
}

function Waits({ figures: { review, acknowledge } }: { figures: FiguresOut }) {
  const said = words.value.waits
  return (
    <Card labelledBy="waits">
      <h2 id="waits">{said.title}</h2>
      <dl class="said">
        <Wait of={said.review} wait={review} />
        {acknowledge.map((wait) => <Wait key={wait.tier} of={<><TierMark tier={wait.tier} /> {said.acknowledge}</>} wait={wait} />)}
      </dl>
    </Card>
  )
}

function Wait({ of, wait: { median_minutes: half, p90_minutes: most, count, waiting } }: { of: ComponentChildren; wait: WaitOut }) {
  const { waits: said } = words.value
  const told = half === null || most === null ? said.none : said.said(waitSaid(half, words.value), waitSaid(most, words.value), count)
  return <div><dt>{of}</dt><dd>{told}{waiting > 0 && ` ${said.waiting(waiting)}`}</dd></div>
}

function Alerts({ rules }: { rules: readonly RuleOut[] }) {
  const said = words.value.rules
  return (
    <Card labelledBy="by-rule">
      <div class="row between">
        <h2 id="by-rule">{said.title}</h2>
        <ButtonLink kind="bare" href="/rules">{said.about}</ButtonLink>
      </div>
      {rules.length === 0 ? <p class="quiet">{said.none}</p> : (
        <div class="wideTable" tabIndex={0} role="region" aria-label={said.asTable}>
          <table>
            <thead><tr><th scope="col">{said.rule}</th><th scope="col">{said.tier}</th><th scope="col">{said.raised}</th><th scope="col">{said.resolved}</th><th scope="col">{said.open}</th></tr></thead>
            <tbody>
              {rules.map(({ rule, tier, text, raised, resolved, open }) => (
                <tr key={`${rule} ${text.en}`}>
                  <th scope="row">{told(text)}</th><td><TierMark tier={tier} /></td><td>{raised}</td><td>{resolved}</td><td>{open > 0 ? <strong>{open}</strong> : open}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

const Everything = () => (
  <Card>
    <Exports path="/api/export" />
    <p class="quiet">{words.value.exports}</p>
  </Card>
)
