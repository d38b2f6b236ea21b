import { told } from '../data/home'
import { clinicPhone } from '../shared/clinic'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { words } from '../ui/words'

/** `?&body` is the one spelling that both iOS and Android read. */
const textTo = (number: string, body?: string): string => `sms:${number}${body ? `?&body=${encodeURIComponent(body)}` : ''}`

/** In the first bundle and without any request: it has to open signed out, offline, and after anything else failed. */
export function Help() {
  const { help } = words.value
  const clinic = clinicPhone(told.value?.body)
  return (
    <>
      <PageHead title={help.title} help={false} />
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
      {clinic && (
        <Card labelledBy="clinic">
          <h2 id="clinic">{help.clinic.title}</h2>
          <p>{help.clinic.about}</p>
          <ButtonLink kind="soft" icon="phone" href={`tel:${clinic.replace(/[^\d+*#]/g, '')}`}>{help.clinic.call(clinic)}</ButtonLink>
        </Card>
      )}
    </>
  )
}
