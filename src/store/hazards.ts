// The front door of the room of hazards: `import * as hazards from '…/store/hazards.ts'`.
export * from './hazards/change.ts'
export * from './hazards/filter.ts'
export * from './hazards/lists.ts'
export * from './hazards/owners.ts'
export * from './hazards/photos.ts'
export * from './hazards/register.ts'
export type { Hazard, NewHazard } from './hazards/rows.ts'
export * from './hazards/tallies.ts'
