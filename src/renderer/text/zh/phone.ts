import type { Catalogue } from '../catalogue.ts';

export const phone: Catalogue['phone'] = {
  screens: {
    reading: {
      title: '正在读您的手机',
      lead: '请把手机留在读卡器上。大约两秒。',
    },
    deciding: {
      asking: {
        lead: '请把手机留在读卡器上。我们在询问卡服务。',
      },
      recording: {
        title: '正在备份您的手机',
        lead: '手机上的内容比我们的记录更新。请把它留在读卡器上。',
      },
      preparing: {
        lead: '请把手机在读卡器上再留一会儿。',
      },
    },
    offer: {
      title: '您的手机有更新的数据',
      lead: '查看时，请把手机留在读卡器上。',
      now: '手机上现在的内容',
      accept: '更新我的手机',
      decline: '暂不更新，取回手机',
      soon: '您还在吗？{{time}} 后，手机保持原样。',
      unknown: '我们读不出手机上现在的内容。更新后手机上是这些。',
    },
    restoring: {
      title: '请把手机留在原处',
      lead: '直到最后一步，手机上都保留着原有数据。',
    },
    verifying: {
      lead: '请把手机留在读卡器上。我们读回数据并比对。',
    },
    done: {
      updated: {
        title: '完成。请取走您的手机',
      },
      current: {
        title: '已是最新。请取走手机',
      },
      declined: {
        title: '好的。请取走您的手机',
        lead: '手机与原来完全一样。欢迎随时再来。',
      },
      thanks: {
        lead: '您的手机已在您手中。',
      },
      forgotten: {
        title: '别忘了您的手机',
        lead: '手机还在读卡器上。',
      },
    },
    removed: {
      title: '请再次把手机靠近读卡器',
      lead: '什么都没有丢失。我们从停下的地方继续。',
      wrongTitle: '这是另外一个',
      wrongLead: '请取下它，放回您的手机。什么都没有丢失。',
      waits: '不用着急。屏幕会等待：{{time}}',
      rather: '不想继续？手机上是完整的原有数据或新数据。以后在任何 Recard 终端或柜台都能完成。',
    },
    refused: {
      take: '请取走您的手机',
    },
  },
  trouble: {
    'card-again': {
      title: '请再放一次您的手机',
      lead: '刚才有一会儿没读到它。什么都没有丢失。',
      todo: '请平放在读卡器上',
      more: '请留在那里，直到屏幕提示取走。',
    },
    'card-other': {
      title: '这是另一部手机',
      lead: '我们只用第一部继续。没有任何改动。',
      todo: '请放回第一部',
      more: '也可以等屏幕空出来，再用这部重新开始。',
    },
    'card-tired': {
      title: '请再放一次您的手机',
      lead: '它的存储没有正常应答。我们再检查一次。',
      todo: '请平放在读卡器上',
      more: '如果再次发生，工作人员会另想办法。',
    },
    'not-confirmed': {
      title: '请再放一次您的手机',
      todo: '请平放在读卡器上',
    },
  },
  refused: {
    hotlisted: {
      title: '这部手机已挂失',
    },
    'token-unknown': {
      title: '我们还不认识这部手机',
    },
    expired: {
      title: '手机里的卡已到期',
    },
    'not-yet-valid': {
      title: '手机里的卡还没到启用日',
    },
    'not-active': {
      title: '手机里的卡未启用',
    },
  },
};
