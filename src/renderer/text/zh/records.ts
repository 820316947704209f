import type { Catalogue } from '../catalogue.ts';

export const records: Catalogue['records'] = {
  open: '记录',
  title: '这里发生过的事',
  find: '编号或尾号四位',
  none: '没有找到。',
  empty: '这里还没有记录。',
  failed: '现在读不到记录。请关闭后再试。',
  when: '时间',
  what: '事项',
  device: '卡或手机',
  outcome: '结果',
  reference: '编号',
  heard: '卡服务',
  by: '由 {{name}}',
  unended: '未结束',
  kind: {
    visit: '更新',
    synchronize: '转到另一个',
    replace: '更换',
    merge: '两个合在一起',
  },
  ended: {
    current: '已是最新',
    updated: '已更新',
    declined: '未要求',
    refused: '已拒绝',
    interrupted: '已中断',
    'set-aside': '已搁置',
    failed: '未完成',
  },
  host: {
    told: '已知道',
    waiting: '将得知',
    refused: '未接受',
  },
};
