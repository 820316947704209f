import type { Catalogue } from '../catalogue.ts';

export const trouble: Catalogue['trouble'] = {
  'reader-away': {
    title: '读卡器在休息',
    lead: '我们一直在找它。您的卡完好。',
    todo: '请用旁边的终端',
    more: '也可以问工作人员。他们知道怎么办。',
  },
  'reader-busy': {
    title: '读卡器正忙',
    lead: '另一个程序在使用它。您的卡完好。',
    todo: '请过一会儿再试',
    more: '通常几秒钟就空出来。',
  },
  'card-again': {
    title: '请再放一次您的卡',
    lead: '刚才有一会儿没读到它。什么都没有丢失。',
    todo: '请平放在读卡器上',
    more: '请留在那里，直到屏幕提示取走。',
  },
  'card-other': {
    title: '这是另一张卡',
    lead: '我们只用第一张卡继续。什么都没有丢失。',
    todo: '请放回第一张卡',
    more: '也可以等屏幕空出来，再用这张重新开始。',
  },
  'card-foreign': {
    title: '这不是我们的卡',
    lead: '我们在这里读不了它。卡上没有任何改动。',
    todo: '您有别的卡吗？',
    more: '请放上有我们标志的那张卡。',
  },
  'card-damaged': {
    title: '请把这张卡交给柜台',
    lead: '工作人员会查找我们保存的备份。',
    todo: '请拿到柜台',
    more: '工作人员把您的数据写到新卡上。',
  },
  'card-exchange': {
    title: '这张卡在这里不能更新',
    lead: '所以我们保持原样。卡上内容没有改变。',
    todo: '请拿到柜台',
    more: '工作人员可以为您换卡。全部内容都会转到新卡。',
  },
  'card-tired': {
    title: '请再放一次您的卡',
    lead: '它的存储没有正常应答。我们再检查一次。',
    todo: '请平放在读卡器上',
    more: '如果再次发生，工作人员给您换新卡。',
  },
  'data-doubtful': {
    title: '您的卡保持原样',
    lead: '新数据没有通过我们的检查，所以我们没有写入。',
    todo: '您的卡和以前一样能用',
    more: '工作人员可以找到正确的数据。',
  },
  'data-large': {
    title: '这张卡放不下全部内容',
    lead: '所以我们没有写入。您的卡和以前一样能用。',
    todo: '工作人员有更大的卡',
    more: '全部内容都会转到新卡。',
  },
  'not-confirmed': {
    title: '请再放一次您的卡',
    lead: '我们想亲自确认最后一步已完成。',
    todo: '请平放在读卡器上',
    more: '只需几秒钟。什么都没有丢失。',
  },
  'service-away': {
    title: '现在不能更新卡',
    lead: '我们连不上卡服务。您的卡完好。',
    todo: '请过一会儿再试',
    more: '也可以以后再来。什么都不会丢失。',
  },
  'service-refused': {
    title: '这台终端需要工作人员',
    lead: '卡服务没有接受它。您的卡完好。',
    todo: '请用旁边的终端',
    more: '也可以告诉工作人员。他们知道怎么办。',
  },
  'kiosk-down': {
    title: '这台终端需要工作人员',
    lead: '它现在记不了账，所以不碰任何卡。',
    todo: '请用旁边的终端',
    more: '您卡上的内容保持不变。',
  },
  'kiosk-stumbled': {
    title: '我们从这里重新开始',
    lead: '有一步和计划的不一样。什么都没有丢失。',
    todo: '请取下卡，再放一次',
    more: '我们先看看它，然后继续。',
  },
  'receipt-away': {
    title: '这次没有凭条',
    lead: '您的卡已完成，很安全。只缺凭条。',
    todo: '工作人员可以为您打印',
    more: '只需要您的业务编号。',
  },
  'staff-pin': {
    title: '这个 PIN 打不开',
    lead: '终端停留在原来的画面。',
    todo: '请再输入一次',
    more: '也可以问这台终端的负责人。',
  },
  'not-now': {
    title: '这一步不能这样做',
    lead: '屏幕已进到下一步。没有任何改动。',
    todo: '请按屏幕现在的提示做',
    more: '也可以呼叫工作人员，他们来帮您。',
  },
};
