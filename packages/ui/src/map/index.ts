export { type Cluster, clustered } from './clusters.ts'
export { type Box, placedLabels, pushedApart, widthOf } from './labels.ts'
export {
  allOf,
  type Bounds,
  boundsOf,
  covers,
  type Outline,
  outlineOf,
  type Plane,
  planeAround,
  type Spot,
  within,
} from './plane.ts'
export { useGestures } from './use-gestures.ts'
export {
  fitting,
  held,
  isFarthest,
  isNearest,
  moved,
  onPlane,
  onScreen,
  seen,
  type Size,
  type View,
  zoomed,
} from './view.ts'
