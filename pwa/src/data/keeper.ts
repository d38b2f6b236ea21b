import { keepDraft } from './db'

/**
 * Keeps the newest of what it is given under the key, one write at a time: typing must not queue up a write for each
 * letter. `undefined` takes the draft away. `onFailure` is told when this browser keeps nothing.
 */
export function keeperOf<Value>(key: string, onFailure: () => void): (value: Value | undefined) => void {
  let waiting: { value: Value | undefined } | undefined
  let writing = false
  async function write(): Promise<void> {
    if (writing || !waiting) return
    const { value } = waiting
    waiting = undefined
    writing = true
    await keepDraft(key, value).catch(onFailure)
    writing = false
    return write()
  }
  return (value) => {
    waiting = { value }
    void write()
  }
}
