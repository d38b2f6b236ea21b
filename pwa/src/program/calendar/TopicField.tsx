import { useId } from 'preact/hooks'
import { Field } from '../../ui/Field'
import { topicSaid } from './said'
import { words } from './words'

interface TopicProps {
  label: string
  topics: readonly string[]
  value: string
  onValue: (topic: string) => void
  error?: string | undefined
}

/** The longest topic the server keeps. */
export const LONGEST_TOPIC = 200

/** One of the program's topics, or any other. */
export function TopicField({ label, topics, value, onValue, error }: TopicProps) {
  const id = useId()
  return (
    <>
      <Field label={label} error={error}>
        {(wiring) => <input {...wiring} list={id} maxLength={LONGEST_TOPIC} value={value} autocomplete="off" onInput={({ currentTarget }) => onValue(currentTarget.value)} />}
      </Field>
      <datalist id={id}>{topics.map((topic) => <option key={topic} value={topicSaid(topic, words.value)} />)}</datalist>
    </>
  )
}
