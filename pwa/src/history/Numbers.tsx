import { number } from '../shared/i18n'
import { language } from '../ui/words'
import { weekdayName } from './days'
import type { Line } from './lines'
import { bandAt, stepAt } from './lines'
import { words } from './words'

/** What a chart is made of, the newest first. */
export function Numbers({ line }: { line: Line }) {
  const { numbers, inWords, day, value, answer, called, calledAbout } = words.value.topics
  const isNamed = line.bands.length > 0
  const isChoice = line.steps.length > 0
  const name = (isChoice ? inWords : numbers)(line.title)
  return (
    <details class="numbers">
      <summary>{name}</summary>
      {isNamed && <p class="quiet">{calledAbout}</p>}
      <div class="scroll" tabIndex={0} role="region" aria-label={name}>
        <table>
          <thead><tr><th scope="col">{day}</th><th scope="col">{isChoice ? answer : value}</th>{isNamed && <th scope="col">{called}</th>}</tr></thead>
          <tbody>
            {line.points.toReversed().map((point, i) => (
              <tr key={i}>
                <th scope="row">{weekdayName(point.x)}</th>
                <td>{stepAt(line, point.value) ?? number(point.value, language.value)}</td>
                {isNamed && <td>{bandAt(line, point.value)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
