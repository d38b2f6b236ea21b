/** Pure: the plan as a form that may be half written, and as the content that the server takes. */
import type { Coping, PersonToAsk, PlanContent, PlanVersionOut, Professional } from '../shared/wire'

/** One line of a list. What a kind of line does not have stays empty. */
export interface Row {
  /** Names the line on the page, for as long as it is there. */
  key: string
  /** What it says; of somebody to call, their name. */
  text: string
  /** The key of an exercise, or nothing. */
  exercise: string
  /** Who somebody is, or what to say to them. */
  about: string
  phone: string
}

const kinds = {
  warning_signs: 'line',
  on_my_own: 'coping',
  distractions: 'line',
  people: 'contact',
  professionals: 'contact',
  safer: 'line',
  reasons: 'line',
  triggers: 'line',
  early_signs: 'line',
  coping: 'coping',
  routine: 'line',
  at_first_sign: 'line',
  after_lapse: 'line',
  support: 'line',
} as const

export type Part = keyof typeof kinds
export type Kind = (typeof kinds)[Part]
export const kindOf = (part: Part): Kind => kinds[part]
const parts = Object.keys(kinds) as Part[]

export const safetyParts = ['warning_signs', 'on_my_own', 'distractions', 'people', 'professionals', 'safer'] as const
export const stayingParts = ['reasons', 'triggers', 'early_signs', 'coping', 'routine', 'at_first_sign', 'after_lapse'] as const

export interface PlanForm {
  rows: Readonly<Record<Part, readonly Row[]>>
  appointment: string
  /** "2026-11-26", or nothing. */
  review_on: string
}

/** The server's limits. */
export const MOST_LINES = 20
export const LONGEST = 500
export const LONGEST_PHONE = 40
const PHONE_DIGITS = 3

export const emptyRow = (key: string): Row => ({ key, text: '', exercise: '', about: '', phone: '' })

export const emptyForm: PlanForm = { rows: Object.fromEntries(parts.map((part) => [part, []])) as never, appointment: '', review_on: '' }

/** `newKey` gives another one each time. */
export function formOf({ safety, staying_well, afterwards }: PlanContent, newKey: () => string): PlanForm {
  const row = (said: Partial<Row>): Row => ({ ...emptyRow(newKey()), ...said })
  const lines = (said: readonly string[]) => said.map((text) => row({ text }))
  const copings = (said: readonly Coping[]) => said.map(({ text, exercise }) => row({ text, exercise: exercise ?? '' }))
  return {
    rows: {
      warning_signs: lines(safety.warning_signs),
      on_my_own: copings(safety.on_my_own),
      distractions: lines(safety.distractions),
      people: safety.people.map(({ name, relation, phone }) => row({ text: name, about: relation, phone })),
      professionals: safety.professionals.map(({ name, note, phone }) => row({ text: name, about: note, phone })),
      safer: lines(safety.safer),
      reasons: lines(staying_well.reasons),
      triggers: lines(staying_well.triggers),
      early_signs: lines(staying_well.early_signs),
      coping: copings(staying_well.coping),
      routine: lines(staying_well.routine),
      at_first_sign: lines(staying_well.at_first_sign),
      after_lapse: lines(staying_well.after_lapse),
      support: lines(afterwards.support),
    },
    appointment: afterwards.appointment,
    review_on: afterwards.review_on ?? '',
  }
}

/** What the server takes of it: without empty lines, and without those that are not finished. */
export function contentOf({ rows, appointment, review_on }: PlanForm): PlanContent {
  const lines = (part: Part): string[] => written(rows[part]).map(({ text }) => text)
  const copings = (part: Part): Coping[] => written(rows[part]).map(({ text, exercise }) => ({ text, exercise: exercise || null }))
  const contacts = (part: Part): Row[] => written(rows[part]).filter((row) => lacks(part, row) === undefined)
  return {
    safety: {
      warning_signs: lines('warning_signs'),
      on_my_own: copings('on_my_own'),
      distractions: lines('distractions'),
      people: contacts('people').map(({ text, about, phone }): PersonToAsk => ({ name: text, relation: about, phone })),
      professionals: contacts('professionals').map(({ text, about, phone }): Professional => ({ name: text, note: about, phone })),
      safer: lines('safer'),
    },
    staying_well: {
      reasons: lines('reasons'),
      triggers: lines('triggers'),
      early_signs: lines('early_signs'),
      coping: copings('coping'),
      routine: lines('routine'),
      at_first_sign: lines('at_first_sign'),
      after_lapse: lines('after_lapse'),
    },
    afterwards: { appointment: appointment.trim(), support: lines('support'), review_on: review_on || null },
  }
}

const written = (rows: readonly Row[]): Row[] => rows.map(trimmed).filter((row) => !isBlank(row))

const trimmed = (row: Row): Row => ({ ...row, text: row.text.trim(), about: row.about.trim(), phone: row.phone.trim() })

const isBlank = ({ text, exercise, about, phone }: Row): boolean => !`${text}${exercise}${about}${phone}`.trim()

/** What a line still needs before it can be saved. */
export function lacks(part: Part, row: Row): 'phone' | 'name' | undefined {
  if (kindOf(part) !== 'contact' || isBlank(row)) return undefined
  if (row.phone.replace(/\D/g, '').length < PHONE_DIGITS) return 'phone'
  return row.text.trim() ? undefined : 'name'
}

export const unfinished = ({ rows }: PlanForm): number => parts.flatMap((part) => rows[part].filter((row) => lacks(part, row))).length

/** As one text, so that two contents can be compared, however they were spaced. */
export const textOf = (content: PlanContent | null): string => (content ? JSON.stringify(contentOf(formOf(content, () => ''))) : '')

export const isEmpty = (form: PlanForm): boolean => JSON.stringify(contentOf(form)) === JSON.stringify(contentOf(emptyForm))

export const withRows = (form: PlanForm, part: Part, rows: readonly Row[]): PlanForm => ({ ...form, rows: { ...form.rows, [part]: rows } })

/** The row at another place; the same rows when there is no such place. */
export function moved(rows: readonly Row[], from: number, by: 1 | -1): readonly Row[] {
  const [row, other] = [rows[from], rows[from + by]]
  if (!row || !other) return rows
  return rows.map((each, i) => (i === from ? other : i === from + by ? row : each))
}

export type Fate = 'waits' | 'agreed' | 'replaced' | 'replaced-agreed'

/** What became of each version; newest first, as the server gives them. */
export const fatesOf = (versions: readonly Pick<PlanVersionOut, 'agreed_at'>[]): Fate[] =>
  versions.map(({ agreed_at }, i) => {
    if (agreed_at === null) return i === 0 ? 'waits' : 'replaced'
    return versions.slice(0, i).some((newer) => newer.agreed_at !== null) ? 'replaced-agreed' : 'agreed'
  })
