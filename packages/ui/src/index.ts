export { Icon, type IconName, Logo } from './icon.tsx'
export { defineMessages, type Locale, LocaleProvider, storedLocale, useLocale } from './locale.tsx'
export { ClockTag, MatterStatusTag, type MatterStatusName, matterStatusText, Status } from './status.tsx'
export {
  amountText,
  dateFormat,
  dateText,
  dayText,
  fullText,
  localDay,
  remainingText,
  sameDay,
  timeText,
  whenText,
} from './words.ts'
export { CountyMap, type MapArea, middleOf, type Projection, projectionOf } from './county-map.tsx'
export { QuestionFields, tidyAnswers } from './question-fields.tsx'
export { fieldText } from './field-text.ts'
export { Fingers, type Gesture } from './fingers.ts'
export { lazily } from './lazily.tsx'
export { followNewBuilds } from './new-build.ts'
