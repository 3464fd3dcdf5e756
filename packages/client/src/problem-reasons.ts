/** What a sentence needs from a problem's `details`. */
export type Details = Readonly<Record<string, unknown>>
export interface Sentence {
  readonly zh: string | ((details: Details) => string)
  readonly en: string | ((details: Details) => string)
}

export const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** One sentence for each `details.reason`; `otherwise` for a reason this face does not know yet. */
export function byReason(reasons: Readonly<Record<string, Sentence>>, otherwise: Sentence): Sentence {
  const say = (details: Details, locale: 'zh' | 'en') => {
    const { [locale]: words } = reasons[text(details['reason'])] ?? otherwise
    return typeof words === 'string' ? words : words(details)
  }
  return { zh: (details) => say(details, 'zh'), en: (details) => say(details, 'en') }
}

/** Names of `details.areas`, as people list them. */
export function areaNames(details: Details, between: string): string {
  const areas = Array.isArray(details['areas']) ? details['areas'] : []
  return areas.map((area: { name?: unknown }) => text(area.name)).join(between)
}

export const unreadable: Readonly<Record<string, Sentence>> = {
  empty: { zh: '文件里没有数据行。', en: 'The file holds no rows.' },
  too_many_rows: {
    zh: (d) => `行数太多，一次最多 ${text(d['limit'])} 行，请分开导入。`,
    en: (d) => `Too many rows: ${text(d['limit'])} at most; please split the file.`,
  },
  missing_column: {
    zh: (d) => `表头里缺少“${text(d['column'])}”列，请照模板补上。`,
    en: (d) => `The heading row lacks the column “${text(d['column'])}”; add it as in the template.`,
  },
  too_large: { zh: '表格展开后太大，请分开导入。', en: 'The sheet is too large; please split it.' },
  csv: {
    zh: (d) =>
      d['line'] ? `第 ${text(d['line'])} 行的引号不成对，后面读不下去。请改正这一行再试。` : '引号不成对，请检查文件。',
    en: (d) => `The quotes of line ${text(d['line'])} do not match, so the rest cannot be read. Mend that line.`,
  },
  not_text: {
    zh: '这不是表格文件。请选 CSV、.xlsx 或 GeoJSON 文件；旧的 .xls 请先另存为 .xlsx。',
    en: 'This is no list. Choose a CSV, .xlsx or GeoJSON file; save an old .xls as .xlsx first.',
  },
  json: {
    zh: '文件不完整，或不是 JSON。请重新导出 GeoJSON 再试。',
    en: 'The file is cut short or no JSON. Export the GeoJSON anew.',
  },
  geojson: {
    zh: '这个 JSON 里没有地理边界。请导出 GeoJSON 的 FeatureCollection 再试。',
    en: 'This JSON holds no outlines. Export a GeoJSON FeatureCollection.',
  },
  xlsx: {
    zh: '这个表格打不开。请另存为 .xlsx 或 CSV 再试。',
    en: 'The workbook cannot be opened. Save it again as .xlsx or CSV.',
  },
}

export const areaStates: Readonly<Record<string, Sentence>> = {
  closed: {
    zh: (d) => `这个区域从 ${text(d['on'])} 起撤销，不能再改。请到接替它的区域去办。`,
    en: (d) => `This area closes on ${text(d['on'])} and changes no more. Turn to the one that takes over.`,
  },
  not_open_yet: {
    zh: (d) => `这个区域 ${text(d['on'])} 才设立，不能从更早的日子起改。请选 ${text(d['on'])} 或以后。`,
    en: (d) => `It exists only since ${text(d['on'])}. Choose that day or a later one.`,
  },
  not_neighbours: {
    zh: '选的网格没有连成一片：去掉不挨着的，或把中间的也选上。',
    en: 'These grids do not hang together: take away the one apart, or choose what lies between as well.',
  },
  later_change: {
    zh: (d) => `${text(d['on'])} 已有一次变更，不能在它之前插入。请把生效日期改为 ${text(d['on'])} 或以后。`,
    en: (d) =>
      `There is a change on ${text(d['on'])} already, and none may go before it. Choose that day or a later one.`,
  },
  has_children: {
    zh: (d) => `下面还有 ${text(d['count'])} 个区域，请先撤销或并走它们。`,
    en: (d) => `There are still ${text(d['count'])} areas below it; close or merge those first.`,
  },
  not_a_village: {
    zh: '只有村（社区）下面才能建网格和查覆盖，请在左边另选。',
    en: 'Only a village holds grids; choose one on the left.',
  },
  not_a_grid: { zh: '只有网格才能拆分，请在左边选一个网格。', en: 'Only a grid can be split; choose one on the left.' },
  not_grids: {
    zh: '请选同一个村（社区）里至少两个网格。',
    en: 'Choose at least two grids of one village.',
  },
  not_alike: {
    zh: '选的区域不是同一个村（社区）的同一类网格，请重新选择。',
    en: 'These are not grids of one kind in one village; choose again.',
  },
  no_boundary: {
    zh: '有网格还没有边界，请先画上边界。',
    en: 'A grid has no boundary yet; draw it first.',
  },
  ended: {
    zh: (d) => `这项指定已于 ${text(d['on'])} 结束，不用再结束。`,
    en: (d) => `This assignment ended on ${text(d['on'])} already.`,
  },
  not_begun: {
    zh: (d) => `这项指定从 ${text(d['on'])} 才开始，结束日期不能更早。`,
    en: (d) => `This assignment begins on ${text(d['on'])}; it cannot end before.`,
  },
}

export const weakPasswords: Readonly<Record<string, Sentence>> = {
  common: {
    zh: '这个密码太常见，一猜就中。请换一句只有您知道的话。',
    en: 'This password is among the commonest. Use a sentence only you know.',
  },
  repeated: {
    zh: '密码只是同几个字的重复。请换一句只有您知道的话。',
    en: 'The password only repeats a few characters. Use a sentence only you know.',
  },
  sequence: {
    zh: '密码是连续的数字或字母。请换一句只有您知道的话。',
    en: 'The password is a row of neighbouring digits or letters. Use a sentence only you know.',
  },
  personal: {
    zh: '密码里有您的姓名、账号或电话。请换别的内容。',
    en: 'The password holds your name, login or phone. Use something else.',
  },
  unchanged: {
    zh: '新密码与现在的一样，请换一个。',
    en: 'The new password is the present one; choose another.',
  },
}

/** Why a workbook is no report template. */
export const unreadableReport: Readonly<Record<string, Sentence>> = {
  not_xlsx: {
    zh: '这不是 .xlsx 工作簿。WPS 表格（.et）和其他格式请先另存为 .xlsx。',
    en: 'This is no .xlsx workbook; save other forms as .xlsx first.',
  },
  old_or_locked: {
    zh: '这是旧的 .xls，或有打开密码。请去掉密码，另存为 .xlsx 再传。',
    en: 'This is an old .xls or locked by a password; take the password off and save it as .xlsx.',
  },
  macros: {
    zh: '工作簿里有宏，不收。请另存为不带宏的 .xlsx。',
    en: 'The workbook holds macros, which are not taken; save it as .xlsx without them.',
  },
  too_large: {
    zh: '工作簿太大。模板最多 3 MB，请去掉图片和用不到的工作表。',
    en: 'The workbook is too large: 3 MB at most; take out pictures and sheets that are not needed.',
  },
  damaged: {
    zh: '工作簿不完整。请在表格软件里打开它，另存一份再传。',
    en: 'The workbook is damaged; open it in a spreadsheet and save it anew.',
  },
  no_marks: {
    zh: '工作簿里没有要填的地方。请在单元格里写 {{人数}} 这样的名称，或给单元格起这样的名字。',
    en: 'Nothing in the workbook asks to be filled: write names such as {{persons}} into cells, or name cells so.',
  },
}
