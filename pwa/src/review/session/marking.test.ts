import { describe, expect, it, vi } from 'vitest'
import { ApiError, Offline } from '../../data/api'
import type { MarksIn, MarksKept } from '../../shared/wire'
import { markingOf } from './marking'

const tick = () => new Promise((done) => setTimeout(done))

/** A server that answers when the test says so. */
function server() {
  const asked: { path: string; body: MarksIn; take: (first?: MarksKept['first']) => void; fail: (error: unknown) => void }[] = []
  const put = (path: string, body: unknown) =>
    new Promise((resolve, reject) => {
      asked.push({ path, body: body as MarksIn, take: (first = []) => resolve({ id: path, first }), fail: reject })
    })
  return { asked, put: put as typeof import('../../data/api').put }
}

function session() {
  const { asked, put } = server()
  const onKept = vi.fn()
  return { asked, onKept, marking: markingOf('skills@2026-11-23T18:00', onKept, put) }
}

const ada = { person: 'ada', mark: 'attended', seen: null } as const
const bea = { person: 'bea', mark: 'attended', seen: null } as const

describe('what is said of who was there', () => {
  it('shows at once, and waits until the server has taken it', async () => {
    const { asked, marking, onKept } = session()
    marking.say([ada])
    expect(marking.state.value.said.get('ada')).toEqual({ mark: 'attended', seen: null, waits: true })
    expect(asked[0]?.body).toEqual({ occurrence: 'skills@2026-11-23T18:00', marks: [ada] })
    asked[0]?.take()
    await tick()
    expect(marking.state.value.said.get('ada')).toEqual({ mark: 'attended', seen: 'attended', waits: false })
    expect(onKept).toHaveBeenCalledOnce()
    marking.fetched()
    expect(marking.state.value.said.size).toBe(0)
  })

  it('sends one thing at a time, and of each person the last thing said', async () => {
    const { asked, marking } = session()
    marking.say([ada])
    marking.say([{ ...ada, mark: 'late' }])
    marking.say([{ ...ada, mark: 'excused' }, bea])
    expect(asked).toHaveLength(1)
    asked[0]?.take()
    await tick()
    expect(asked[1]?.body.marks).toEqual([{ person: 'ada', mark: 'excused', seen: 'attended' }, bea])
    marking.fetched()
    expect(marking.state.value.said.get('ada')?.mark).toBe('excused')
  })

  it('keeps what did not reach the server, and sends the same write again', async () => {
    const { asked, marking } = session()
    marking.say([ada])
    asked[0]?.fail(new Offline())
    await tick()
    expect(marking.state.value.refusal).toEqual({ kind: 'offline' })
    marking.fetched()
    expect(marking.state.value.said.get('ada')?.waits).toBe(true)
    marking.flush()
    expect(asked[1]?.path).toBe(asked[0]?.path)
    asked[1]?.take()
    await tick()
    expect(marking.state.value.refusal).toBeUndefined()
  })

  it('takes back what the server refuses, with its sentence, but not what was said since', async () => {
    const { asked, marking } = session()
    marking.say([ada, bea])
    marking.say([{ ...bea, mark: 'late' }])
    asked[0]?.fail(new ApiError(422, 'This session has not begun; mark it when it has.'))
    await tick()
    expect(marking.state.value.refusal).toMatchObject({ sentence: 'This session has not begun; mark it when it has.' })
    expect([...marking.state.value.said.keys()]).toEqual(['bea'])
    expect(asked[1]?.body.marks).toEqual([{ ...bea, mark: 'late' }])
  })

  it('shows what somebody else was first to say, and writes over it only once that was seen', async () => {
    const { asked, marking } = session()
    marking.say([ada, bea])
    asked[0]?.take([{ person: 'bea', mark: 'no_show', marked_by: 'Ben' }])
    await tick()
    expect(marking.state.value.said.get('bea')).toEqual({ mark: 'no_show', seen: 'no_show', waits: false })
    expect(marking.state.value.first).toHaveLength(1)
    marking.say([{ person: 'bea', mark: 'late', seen: null }])
    expect(asked[1]?.body.marks).toEqual([{ person: 'bea', mark: 'late', seen: 'no_show' }])
    marking.readFirst()
    expect(marking.state.value.first).toEqual([])
  })
})
