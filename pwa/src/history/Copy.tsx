import { Card } from '../ui/Card'
import { words } from './words'

/** Files of everything the person answered; what leaves here is no longer ours to guard. */
export function Copy() {
  const { title, lead, csv, csvAbout, codebook, codebookAbout, fhir, fhirAbout, part2 } = words.value.copy
  return (
    <Card labelledBy="copy">
      <h2 id="copy">{title}</h2>
      <p>{lead}</p>
      <ul class="plain stack">
        <File name="answers.csv" title={csv} about={csvAbout} />
        <File name="codebook.csv" title={codebook} about={codebookAbout} />
        <File name="fhir.json" title={fhir} about={fhirAbout} />
      </ul>
      <p class="quiet">{part2}</p>
    </Card>
  )
}

const File = ({ name, title, about }: { name: string; title: string; about: string }) => (
  <li>
    <a class="file" href={`/api/history/${name}`} download>{title}</a>
    <br />
    <small>{about}</small>
  </li>
)
