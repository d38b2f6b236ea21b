import { useEffect, useState } from 'preact/hooks'
import { ApiError, getFresh, put } from '../data/api'
import { place } from '../me/place'
import { dayOf, timeOf } from '../shared/i18n'
import type { DeviceOut, DevicesOut } from '../shared/wire'
import { Button } from '../ui/Button'
import { Chip, Item } from '../ui/Card'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { Sheet } from '../ui/Sheet'
import { Loading, Notice, Problem } from '../ui/States'
import { language, words as common } from '../ui/words'
import { words } from './words'

type List = readonly DeviceOut[] | 'offline' | { problem: string }

export function Devices() {
  const [list, set] = useState<List>()
  const [gone, setGone] = useState('')
  const look = () => void getFresh<DevicesOut>('/api/devices').then(({ devices }) => set(devices), (error: unknown) => set(failed(error)))
  useEffect(look, [])
  const { lead, gone: said } = words.value
  return (
    <>
      <PageHead title={common.value.devices.title} back="/me" />
      <p>{lead}</p>
      <div role="status">{gone && <Notice>{said(gone)}</Notice>}</div>
      {list === undefined && <Loading />}
      {list === 'offline' && <Problem onRetry={look}>{words.value.offline}</Problem>}
      {list && typeof list === 'object' && 'problem' in list && <Problem onRetry={look}>{list.problem}</Problem>}
      {Array.isArray(list) && <Signed devices={list} onOut={(label) => { setGone(label); look() }} />}
    </>
  )
}

const failed = (error: unknown): List => (error instanceof ApiError ? { problem: error.message } : 'offline')

/** The server says it in English: "Firefox on Android". */
export const labelIn = (label: string, spoken: string): string => (spoken === 'es' ? label.replace(' on ', ' en ') : label)

function Signed({ devices, onOut }: { devices: readonly DeviceOut[]; onOut: (label: string) => void }) {
  const { only, me } = words.value
  return (
    <>
      {devices.map((device) => <One key={device.id} device={device} onOut={onOut} />)}
      <p class="quiet">{devices.length === 1 && `${only} `}{me}</p>
    </>
  )
}

function One({ device, onOut }: { device: DeviceOut; onOut: (label: string) => void }) {
  const [asking, setAsking] = useState(false)
  const { here, used, out, sure, effect, stay } = words.value
  const label = labelIn(device.label, language.value)
  const when = `${dayOf(device.seen_at, now.value, place())}, ${timeOf(device.seen_at, place())}`
  return (
    <>
      <Item icon="phone" title={label} about={used(when)} action={device.this ? <Chip tone="on">{here}</Chip> : <Button kind="soft" onTap={() => setAsking(true)}>{out}</Button>} />
      <Sheet open={asking} onClose={() => setAsking(false)} title={sure(label)}>
        <p>{effect}</p>
        <SignOther id={device.id} onOut={() => onOut(label)} />
        <Button kind="bare" wide onTap={() => setAsking(false)}>{stay}</Button>
      </Sheet>
    </>
  )
}

function SignOther({ id, onOut }: { id: string; onOut: () => void }) {
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const tap = () => {
    setBusy(true)
    put(`/api/devices/${id}/revoked`, {})
      .then(onOut, (error: unknown) => setProblem(error instanceof ApiError ? error.message : words.value.offline))
      .finally(() => setBusy(false))
  }
  return (
    <>
      {problem && <Notice kind="alert">{problem}</Notice>}
      <Button wide disabled={busy} onTap={tap}>{busy ? common.value.state.loading : words.value.out}</Button>
    </>
  )
}
