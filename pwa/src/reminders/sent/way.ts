/** Pure: how far a reminder came, in words. */
import type { Place } from '../../shared/i18n'
import { capitalized } from '../../shared/i18n'
import type { SentOut, WhyNot } from '../../shared/wire'
import { timeBeside } from '../beside'

export interface WayWords {
  accepted: (time: string) => string
  notShown: string
  shown: (time: string) => string
  opened: Record<NonNullable<SentOut['opening']>, (time: string) => string>
  done: (time: string) => string
  /** Of doses: taken or skipped. */
  noted: (time: string) => string
  onItsWay: string
  emailed: (time: string) => string
  emailFailed: string
  notSent: (why: string) => string
  /** It was said by email instead. */
  notToPhone: (why: string) => string
  whyNot: Record<WhyNot, string>
}

/** "Shown 8:00 pm, opened 8:03 pm, done 8:05 pm."; why it did not come, where it did not; whether an email did. */
export function wayOf(one: SentOut, place: Place, said: WayWords): string {
  const { due_at, emailed_at, email_failed } = one
  const email = emailed_at ? said.emailed(timeBeside(due_at, emailed_at, place)) : email_failed && said.emailFailed
  return [byPhone(one, place, said), email].filter(Boolean).join(' ')
}

function byPhone({ kind, why_not, due_at, accepted_at, shown_at, opened_at, opening, done_at, emailed_at }: SentOut, place: Place, said: WayWords): string {
  if (why_not) return (emailed_at ? said.notToPhone : said.notSent)(said.whyNot[why_not])
  if (!accepted_at) return said.onItsWay
  const time = (moment: string) => timeBeside(due_at, moment, place)
  const steps = [
    shown_at ? said.shown(time(shown_at)) : said.accepted(time(accepted_at)),
    opened_at && opening && said.opened[opening](time(opened_at)),
    done_at && (kind === 'dose' ? said.noted : said.done)(time(done_at)),
  ].filter((step) => typeof step === 'string')
  const way = `${capitalized(steps.join(', '))}${steps.at(-1)?.endsWith('.') ? '' : '.'}`
  const wasShown = shown_at || (opened_at && opening !== 'in_app')
  return wasShown ? way : `${way} ${said.notShown}`
}
