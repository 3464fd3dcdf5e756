export { registerMatterRoutes } from './routes.ts'
export { watchMatterClocks } from './time-limits.ts'
export { briefMatters, matterFinder } from './find.ts'
export { mattersFor } from './policy.ts'
export { reportMatter, type NewMatter } from './report.ts'
export { type CategoryVersion, currentCategories, categoryById, forgetCategories } from './categories.ts'
export { seedCategories } from './category-commands.ts'
export { getMatter } from './page.ts'
export { holdings, type ItemHolder, isOpen, openStatuses, type StepClock, transitions } from './status.ts'
export { handOverMatters, mattersInHand } from './hand-over.ts'
export { reasons } from './reasons.ts'
export { newTrackingCode, trackingCodeHash } from './tracking-code.ts'
export { callersOf } from './callers.ts'
export { mayReadMatterPicture } from './pictures.ts'
export { namedPlaces, settledByGrid } from './for-areas.ts'
export {
  type FigureArea,
  mattersById,
  openMatters,
  recentMatters,
  type ScreenMatter,
  type Settlement,
  settlementsSince,
} from './figures.ts'
export { listPublicMatters, type PublicMatter, publicSteps } from './public-list.ts'
export { faultsOfAnswers, shownAnswers, unanswered } from './answers.ts'
