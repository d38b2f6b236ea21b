import { useRef, useState } from 'preact/hooks'
import { usual } from '../../shared/reminders'
import type { QuietTimes, ReminderChoicesOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { Part } from './Part'
import { Switch } from './Switch'
import { useChoosing } from './useChoosing'
import { words } from './words'

export function Quiet({ quiet }: Pick<ReminderChoicesOut, 'quiet'>) {
  const { choose, outcome } = useChoosing()
  const said = words.value.quiet
  return (
    <Part id="quiet" title={said.title} outcome={outcome}>
      <Switch label={said.on} on={quiet !== null} onTurn={(on) => choose('quiet', on ? usual.quiet : null)} />
      {quiet && <Hours key={`${quiet.begins}-${quiet.ends}`} quiet={quiet} onChoose={(hours) => choose('quiet', hours)} />}
      {quiet && <p class="quiet">{said.about}</p>}
    </Part>
  )
}

function Hours({ quiet, onChoose }: { quiet: QuietTimes; onChoose: (hours: QuietTimes) => void }) {
  const [{ begins, ends }, setHours] = useState(quiet)
  const [isWrong, setWrong] = useState(false)
  const [tries, setTries] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  useFirstWrong(form, tries)
  const { from, to, save, same, missing } = words.value.quiet
  const differs = begins !== quiet.begins || ends !== quiet.ends
  const submit = (event: Event) => {
    event.preventDefault()
    const wrong = !begins || !ends || begins === ends
    setWrong(wrong)
    if (wrong) setTries(tries + 1)
    if (!wrong) onChoose({ begins, ends })
  }
  return (
    <form class="gap" ref={form} onSubmit={submit} noValidate>
      <div class="fromto">
        <TextField label={from} type="time" value={begins} error={isWrong && !begins ? missing : undefined} onValue={(time) => setHours({ begins: time, ends })} />
        <TextField label={to} type="time" value={ends} error={isWrong ? (!ends ? missing : begins === ends ? same : undefined) : undefined} onValue={(time) => setHours({ begins, ends: time })} />
      </div>
      {differs && <div class="row"><Button type="submit" kind="soft">{save}</Button></div>}
    </form>
  )
}
