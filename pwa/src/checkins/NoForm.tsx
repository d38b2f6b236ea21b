import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { nameOf } from './names'
import { words } from './words'

/** The phone does not have the questions. */
export const NoForm = () => (
  <>
    <PageHead title={nameOf(undefined, 'UTC')} back="/" />
    <Empty icon="check">{words.value.noForm}</Empty>
  </>
)
