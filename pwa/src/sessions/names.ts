/** How a session's time and state are said: on Today, in the calendar, on its page. */
import type { Place } from '../shared/i18n'
import { dayOf, daysUntil, localDate, shortDateOf, timeOf, timesOf, weekdayOf } from '../shared/i18n'
import type { OccurrenceOut } from '../shared/wire'
import { catalog } from '../ui/words'

export const words = catalog(
  {
    cancelled: 'Cancelled',
    moved: (from: string) => `Moved from ${from}`,
    movedTo: (to: string) => `Moved to ${to}`,
    added: 'New',
    elsewhere: 'In another place than usual',
    changed: (what: string) => `Changed: ${what}`,
    newLink: 'New video link',
    endsAt: (time: string) => `Ends at ${time} now`,
    putBack: 'Takes place as planned',
    there: (times: string) => `${times} at the clinic`,
    bring: (what: string) => `Bring: ${what}`,
    homework: (what: string) => `Homework: ${what}`,
    with: (who: string) => `with ${who}`,
    cannot: 'You can’t make it',
    wasHere: 'You said you’re here',
    online: 'Online',
    join: 'Join',
    newTab: 'opens the video call',
  },
  {
    cancelled: 'Cancelada',
    moved: (from: string) => `Antes: ${from}`,
    movedTo: (to: string) => `Ahora: ${to}`,
    added: 'Nueva',
    elsewhere: 'En otro lugar que de costumbre',
    changed: (what: string) => `Cambio: ${what}`,
    newLink: 'Enlace de video nuevo',
    endsAt: (time: string) => `Termina: ${time}`,
    putBack: 'Como estaba planeada',
    there: (times: string) => `${times} en la clínica`,
    bring: (what: string) => `Trae: ${what}`,
    homework: (what: string) => `Tarea: ${what}`,
    with: (who: string) => `con ${who}`,
    cannot: 'No puedes venir',
    wasHere: 'Dijiste que ya estás aquí',
    online: 'En línea',
    join: 'Entrar',
    newTab: 'abre la videollamada',
  },
)

/** "6:00 – 7:30 pm" */
export const hoursOf = ({ starts_at, ends_at }: OccurrenceOut, place: Place): string => timesOf(starts_at, ends_at, place)

/** "6:00 – 7:30 pm" today, "Monday, 6:00 – 7:30 pm" on another day; inside a sentence with `dayInText` for the day. */
export const whenOf = (one: OccurrenceOut, now: Date, place: Place, day = dayOf): string =>
  daysUntil(one.starts_at, now, place.zone) === 0 ? hoursOf(one, place) : `${day(one.starts_at, now, place)}, ${hoursOf(one, place)}`

/** "5:00 – 6:30 pm at the clinic" for somebody whose clocks show another time than the clinic's. */
export function thereOf(one: OccurrenceOut, { language, zone }: Place): string | undefined {
  const there = { language, zone: one.zone }
  const sameDay = localDate(one.starts_at, zone) === localDate(one.starts_at, one.zone)
  if (sameDay && timeOf(one.starts_at, { language, zone }) === timeOf(one.starts_at, there)) return undefined
  return words.value.there(sameDay ? hoursOf(one, there) : `${weekdayOf(one.starts_at, there)}, ${hoursOf(one, there)}`)
}

/** "Cancelled", "Moved from Wednesday, 6:00 pm", "New"; undefined as long as all is as planned. */
export function changeOf(one: OccurrenceOut, now: Date, place: Place): string | undefined {
  const said = words.value
  // Its series was changed: each that differs says how, whether people hear of it by this one or not.
  const { state, formerly: before, starts_at, ends_at } = one
  const was = state === 'moved' ? one.was_at : before?.starts_at
  if (state === 'cancelled') return said.cancelled
  if (was && was !== starts_at) return said.moved(seenFrom(starts_at, was, now, place))
  if (!before && !one.changed_at) return undefined
  if (!before && one.is_added) return said.added
  const isElsewhere = before ? before.place !== one.place || before.link !== one.link : one.is_elsewhere
  if (isElsewhere && before?.place === one.place && one.link) return said.newLink
  if (isElsewhere) return before && one.place ? said.changed(one.place) : said.elsewhere
  if (before ? before.ends_at !== ends_at : one.is_other_length) return said.endsAt(timeOf(ends_at, place))
  return one.is_put_back ? said.putBack : undefined
}

/** For the place it was moved away from: "Moved to Thursday, 6:30 pm", or that it was cancelled since. */
export const movedTo = ({ state, starts_at, was_at }: OccurrenceOut, now: Date, place: Place): string =>
  state === 'cancelled' ? words.value.cancelled : words.value.movedTo(seenFrom(was_at ?? starts_at, starts_at, now, place))

/** One moment as somebody says it who stands at the other: the time on the same day, the weekday within a week. */
function seenFrom(here: string, there: string, now: Date, place: Place): string {
  const days = Math.abs(daysUntil(there, new Date(here), place.zone))
  const time = timeOf(there, place)
  if (days === 0) return time
  return `${days < 7 ? weekdayOf(there, place) : shortDateOf(there, now, place)}, ${time}`
}
