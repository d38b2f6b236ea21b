import { told } from '../data/home'
import { clinic } from '../data/start'
import { clinicPhone } from '../shared/clinic'
import { callTo, textTo } from '../shared/phone'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { words } from '../ui/words'
import { StillHere } from '../worry/StillHere'

/** In the first bundle and without any request: it has to open signed out, offline, and after anything else failed. */
export function Help() {
  const { help } = words.value
  const number = clinicPhone(told.value?.body) ?? clinic.value
  return (
    <>
      <PageHead title={help.title} help={false} />
      <StillHere />
      <p>{help.lead}</p>
      <Card tone="tint" labelledBy="crisis">
        <h2 id="crisis">{help.crisis.title}</h2>
        <p>{help.crisis.about}</p>
        <div class="row">
          <ButtonLink icon="phone" href="tel:988">{help.crisis.call}</ButtonLink>
          <ButtonLink kind="soft" icon="message" href={textTo('988')}>{help.crisis.text}</ButtonLink>
        </div>
        <p class="quiet">{help.crisis.veterans}</p>
      </Card>
      <Card labelledBy="emergency">
        <h2 id="emergency">{help.emergency.title}</h2>
        <p>{help.emergency.about}</p>
        <ButtonLink icon="phone" href="tel:911">{help.emergency.call}</ButtonLink>
      </Card>
      <Card labelledBy="text-line">
        <h2 id="text-line">{help.textLine.title}</h2>
        <p>{help.textLine.about}</p>
        <ButtonLink kind="soft" icon="message" href={textTo(help.textLine.number, help.textLine.word)}>{help.textLine.text}</ButtonLink>
      </Card>
      {number && (
        <Card labelledBy="clinic">
          <h2 id="clinic">{help.clinic.title}</h2>
          <p>{help.clinic.about}</p>
          <ButtonLink kind="soft" icon="phone" href={callTo(number)}>{help.clinic.call(number)}</ButtonLink>
        </Card>
      )}
    </>
  )
}
