import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { AttendanceRuleIn, Kept, SettingsOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { TextField } from '../../ui/Field'
import { useUnsaved } from './useUnsaved'
import { words } from './words'

type Name = keyof AttendanceRuleIn
type Typed = Record<Name, string>

const DAYS_14 = 14 * 24
const limits: Record<Name, readonly [from: number, to: number]> = { absences_in_row: [1, 50], absences_in_twelve_weeks: [1, 100], notice_hours: [0, DAYS_14] }
const names = Object.keys(limits) as Name[]

const typedOf = (rule: AttendanceRuleIn): Typed => ({
  absences_in_row: String(rule.absences_in_row),
  absences_in_twelve_weeks: String(rule.absences_in_twelve_weeks),
  notice_hours: String(rule.notice_hours),
})

const ruleOf = (typed: Typed): AttendanceRuleIn => ({
  absences_in_row: Number(typed.absences_in_row),
  absences_in_twelve_weeks: Number(typed.absences_in_twelve_weeks),
  notice_hours: Number(typed.notice_hours),
})

const isRight = (name: Name, text: string): boolean => {
  const [from, to] = limits[name]
  return /^\d+$/.test(text.trim()) && Number(text) >= from && Number(text) <= to
}

const isSame = (one: Typed, other: Typed): boolean => names.every((name) => asNumber(name, one[name]) === asNumber(name, other[name]))

const asNumber = (name: Name, text: string): string => (isRight(name, text) ? String(Number(text)) : text)

interface RuleProps {
  settings: SettingsOut
  onChange: () => void
}

/** How many unexcused absences the program allows, and how early it wants to know. */
export function AttendanceRule({ settings, onChange }: RuleProps) {
  const { written: typed, changed, ...form } = useUnsaved('settings:attendance', typedOf(settings.attendance), isSame, settings)
  const [tried, setTried] = useState(false)
  const [news, setNews] = useState('')
  const said = words.value
  const save = useIntention<AttendanceRuleIn, Kept>((id) => `/api/attendance-rules/${id}`, (_kept, rule) => {
    form.taken(typedOf(rule))
    setNews(said.saved)
    setTried(false)
    onChange()
  })
  const send = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (names.every((name) => isRight(name, typed[name]))) save.say(ruleOf(typed))
  }
  const write = (name: Name) => (value: string) => {
    setNews('')
    form.write({ ...typed, [name]: value })
  }
  const errorOf = (name: Name) => (tried && !isRight(name, typed[name]) ? said.attendance.between(...limits[name]) : saidOf(save.refusal, name))
  const labels: Typed = { absences_in_row: said.attendance.inRow, absences_in_twelve_weeks: said.attendance.inWeeks, notice_hours: said.attendance.notice }
  return (
    <form onSubmit={send} noValidate>
      <Card labelledBy="attendance-rule">
        <h2 id="attendance-rule">{said.attendance.title}</h2>
        <p class="quiet">{said.attendance.lead}</p>
        <div class="times">
          {names.map((name) => (
            <TextField key={name} label={labels[name]} hint={name === 'notice_hours' && said.attendance.noticeHint} inputMode="numeric" autocomplete="off" value={typed[name]} onValue={write(name)} error={errorOf(name)} />
          ))}
        </div>
        <Refused refusal={save.refusal} fields={names} />
        <div class="row">
          <Button type="submit" disabled={save.saying || !changed}>{save.saying ? said.saving : said.attendance.save}</Button>
          {changed && !save.saying && <Button kind="bare" onTap={form.undo}>{said.undo}</Button>}
          <span class="quiet" role="status">{save.saying ? '' : changed ? said.unsaved : news}</span>
        </div>
      </Card>
    </form>
  )
}
