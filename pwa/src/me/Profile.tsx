import { useState } from 'preact/hooks'
import { pending } from '../data/pending'
import { isStaff, profile as current } from '../data/profile'
import { sayProfile } from '../data/say'
import { isCallable } from '../shared/phone'
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

type Saving = 'saved' | 'failed' | 'empty' | 'uncallable' | undefined

const says = (saving: 'saved' | 'failed'): string => {
  const { saved, sent, notSaved } = common.value.state
  if (saving === 'failed') return notSaved
  return pending.value.waiting === 0 ? sent : saved
}

/** How the person wants to be called, where they are reached, and whose clock counts. */
export function Profile({ profile }: { profile: ProfileIn }) {
  const [edited, set] = useState<Partial<ProfileIn>>({})
  const [saving, setSaving] = useState<Saving>()
  const { called, zone, language, phone } = { ...profile, ...edited }
  const edit = (change: Partial<ProfileIn>) => {
    set({ ...edited, ...change })
    setSaving(undefined)
  }
  const save = () => {
    const number = phone?.trim() || null
    if (!called.trim()) return setSaving('empty')
    if (edited.phone && number && !isCallable(number)) return setSaving('uncallable')
    const reached = edited.phone === undefined ? {} : { phone: number }
    sayProfile({ called: called.trim(), zone, language, ...reached }, new Date()).then(() => {
      set({})
      setSaving('saved')
    }, () => setSaving('failed'))
  }
  const { me } = words.value
  return (
    <form class="gap" onSubmit={(event) => { event.preventDefault(); save() }}>
      <TextField label={me.called} value={called} onValue={(typed) => edit({ called: typed })} autocomplete="name" maxLength={80} error={saving === 'empty' ? me.empty : undefined} />
      {!isStaff.value && <TextField label={me.phone} hint={me.phoneAbout} type="tel" value={phone ?? ''} onValue={(typed) => edit({ phone: typed })} autocomplete="tel" maxLength={40} error={saving === 'uncallable' ? me.uncallable : undefined} />}
      <ZoneField zone={zone} onZone={(chosen) => edit({ zone: chosen })} />
      <div class="row">
        <Button type="submit" kind="soft">{me.save}</Button>
        <span class="grow" role="status">{(saving === 'saved' || saving === 'failed') && says(saving)}</span>
      </div>
    </form>
  )
}
