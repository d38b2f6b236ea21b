import { useState } from 'preact/hooks'
import { pending } from '../data/pending'
import { profile as current } from '../data/profile'
import { sayProfile } from '../data/say'
import type { ProfileIn } from '../shared/wire'
import type { Language } from '../shared/words/language'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { words as common } from '../ui/words'
import { speakFromNowOn } from './Language'
import { words } from './words'
import { ZoneField } from './ZoneField'

/** Spoken at once; the server hears of it, so that reminders come in it too. */
export function sayLanguage(language: Language): void {
  speakFromNowOn(language)
  const { called, zone } = current.value ?? {}
  if (called && zone) void sayProfile({ called, zone, language }, new Date()).catch(() => undefined)
}

type Saving = 'saved' | 'failed' | 'empty' | undefined

const says = (saving: 'saved' | 'failed'): string => {
  const { saved, sent, notSaved } = common.value.state
  if (saving === 'failed') return notSaved
  return pending.value.waiting === 0 ? sent : saved
}

/** How the person wants to be called, and whose clock counts. */
export function Profile({ profile }: { profile: ProfileIn }) {
  const [edited, set] = useState<Partial<ProfileIn>>({})
  const [saving, setSaving] = useState<Saving>()
  const { called, zone, language } = { ...profile, ...edited }
  const edit = (change: Partial<ProfileIn>) => {
    set({ ...edited, ...change })
    setSaving(undefined)
  }
  const save = () => {
    if (!called.trim()) return setSaving('empty')
    sayProfile({ called: called.trim(), zone, language }, new Date()).then(() => {
      set({})
      setSaving('saved')
    }, () => setSaving('failed'))
  }
  const { me } = words.value
  return (
    <form class="gap" onSubmit={(event) => { event.preventDefault(); save() }}>
      <TextField label={me.called} value={called} onValue={(typed) => edit({ called: typed })} autocomplete="name" maxLength={80} error={saving === 'empty' ? me.empty : undefined} />
      <ZoneField zone={zone} onZone={(chosen) => edit({ zone: chosen })} />
      <div class="row">
        <Button type="submit" kind="soft">{me.save}</Button>
        <span class="grow" role="status">{saving && saving !== 'empty' && says(saving)}</span>
      </div>
    </form>
  )
}
