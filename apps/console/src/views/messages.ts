import { defineMessages } from '@linli/ui'

export const { useMessages } = defineMessages(
  {
    views: '保存的视图',
    none: '还没有。选好筛选，起个名字存下来，下次一点就到。',
    name: '给现在的筛选起个名字',
    save: '保存',
    nothingToSave: '先选筛选，再保存。',
    forget: (name: string) => `删除视图“${name}”`,
  },
  {
    views: 'Saved views',
    none: 'None yet. Choose filters and keep them under a name.',
    name: 'A name for these filters',
    save: 'Save',
    nothingToSave: 'Choose filters first.',
    forget: (name: string) => `Delete the view “${name}”`,
  },
)
