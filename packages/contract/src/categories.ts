import { z } from 'zod'
import { CommandId, Done, Id, Instant, Names, optionalText, text } from './common.ts'
import { Limit } from './clock.ts'
import { Questions } from './questions.ts'
import { defineRoute } from './route.ts'

export const SettleLevel = z.enum(['grid', 'village', 'town', 'county'])
export type SettleLevel = z.infer<typeof SettleLevel>

export const Evidence = z.enum(['none', 'words', 'photo_after', 'photo_before_after'])
export type Evidence = z.infer<typeof Evidence>

/** Four digits: class, then subclass. */
export const CategoryCode = z.string().regex(/^\d{4}$/)

/** One limit per step; a running matter keeps those that it began with. */
export const StepLimits = z.strictObject({ whole: Limit, accept: Limit, dispatch: Limit, handle: Limit, verify: Limit })
export type StepLimits = z.infer<typeof StepLimits>

/** What an administrator edits; every change makes a new version. */
export const CategoryRules = z.strictObject({
  code: CategoryCode,
  classNames: Names,
  names: Names,
  /** Plain words residents use for it; what the suggestion looks for. */
  keywords: z.array(text(30)).max(60),
  /** Department that leads, by code; null when the area's own station settles it. */
  departmentCode: z.string().max(40).nullable(),
  settleLevel: SettleLevel,
  limits: StepLimits,
  acceptWhen: z.strictObject({ zh: optionalText(300), en: optionalText(600) }),
  closeWhen: z.strictObject({ zh: optionalText(300), en: optionalText(600) }),
  evidence: Evidence,
  /** Danger to life: skips every queue and alerts at once. */
  danger: z.boolean(),
  /** Harm to a child: as danger, and confidential. */
  childHarm: z.boolean(),
  confidential: z.boolean(),
  /** Whether neighbours are shown an open one near them. Never for disputes or persons. */
  publicNearby: z.boolean(),
  /** Takes what nobody could name: the desk reads it and sorts it, and no resident must know our list to be heard. */
  unsorted: z.boolean().default(false),
  /** What is asked beside words and place, in this order. */
  questions: Questions.default([]),
})
export type CategoryRules = z.infer<typeof CategoryRules>

export const Category = CategoryRules.extend({
  id: Id,
  version: z.number().int().min(1),
  validFrom: Instant,
  validTo: Instant.nullable(),
})
export type Category = z.infer<typeof Category>

/** What residents see of a category. */
export const PublicCategory = z.object({
  code: CategoryCode,
  classNames: Names,
  names: Names,
  danger: z.boolean(),
  unsorted: z.boolean(),
  questions: Questions,
})
export type PublicCategory = z.infer<typeof PublicCategory>

export const Reason = z.object({ code: z.string(), names: Names })
export type Reason = z.infer<typeof Reason>

export const Suggestion = z.object({
  code: CategoryCode,
  classNames: Names,
  names: Names,
  /** The words of the text that led to it. */
  because: z.array(z.string()),
})
export type Suggestion = z.infer<typeof Suggestion>

export const categoryRoutes = {
  listPublicCategories: defineRoute({
    method: 'GET',
    path: '/public/categories',
    access: 'public',
    summary: 'Kinds of matter that residents may report.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(PublicCategory) }),
    problems: [],
  }),
  suggestCategories: defineRoute({
    method: 'POST',
    path: '/public/categories/suggest',
    access: 'public',
    audit: 'category.suggested',
    summary: 'Guesses the category from words, naming the words that led to it. Never dispatches.',
    input: z.strictObject({ words: text(2000) }),
    output: z.object({ items: z.array(Suggestion) }),
    problems: [],
  }),
  listCategories: defineRoute({
    method: 'GET',
    path: '/categories',
    access: 'staff',
    summary: 'Current categories with their rules.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(Category) }),
    problems: [],
  }),
  listCategoryVersions: defineRoute({
    method: 'GET',
    path: '/categories/:code/versions',
    access: 'staff',
    summary: 'All versions of a category, newest first.',
    input: z.strictObject({ code: CategoryCode }),
    output: z.object({ items: z.array(Category) }),
    problems: ['category.not_found'],
  }),
  createCategory: defineRoute({
    method: 'POST',
    path: '/categories',
    access: 'category.manage',
    audit: 'category.created',
    summary: 'Adds a category.',
    input: z.strictObject({ commandId: CommandId, rules: CategoryRules }),
    output: Category,
    problems: ['category.code_taken'],
  }),
  changeCategory: defineRoute({
    method: 'PUT',
    path: '/categories/:code',
    access: 'category.manage',
    audit: 'category.changed',
    summary: 'Makes a new version; running matters keep the version that they began with.',
    input: z.strictObject({
      commandId: CommandId,
      code: CategoryCode,
      seenVersion: z.number().int(),
      rules: CategoryRules,
    }),
    output: Category,
    problems: ['category.not_found', 'category.stale'],
  }),
  retireCategory: defineRoute({
    method: 'POST',
    path: '/categories/:code/retire',
    access: 'category.manage',
    audit: 'category.retired',
    summary: 'Takes a category out of use for new matters.',
    input: z.strictObject({ commandId: CommandId, code: CategoryCode }),
    output: Done,
    problems: ['category.not_found'],
  }),
  listReasons: defineRoute({
    method: 'GET',
    path: '/reasons',
    access: 'staff',
    summary: 'Reasons for declining, returning and pausing.',
    input: z.strictObject({}),
    output: z.object({ decline: z.array(Reason), return: z.array(Reason), pause: z.array(Reason) }),
    problems: [],
  }),
}
