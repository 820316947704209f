import type { Catalogue } from '../catalogue.ts';

export const records: Catalogue['records'] = {
  open: 'السجل',
  title: 'ما حدث هنا',
  find: 'الرقم المرجعي أو آخر أربعة أرقام',
  none: 'لم نعثر على شيء بذلك.',
  empty: 'لم يحدث شيء هنا بعد.',
  failed: 'لا يمكن قراءتها الآن. أغلق هذا وحاول مجددًا.',
  when: 'متى',
  what: 'ماذا',
  device: 'البطاقة أو الهاتف',
  outcome: 'النتيجة',
  reference: 'الرقم المرجعي',
  heard: 'خدمة البطاقات',
  by: 'بواسطة {{name}}',
  unended: 'لم ينتهِ',
  kind: {
    visit: 'تحديث',
    synchronize: 'انتقال إلى آخر',
    replace: 'استبدال',
    merge: 'جمع اثنين',
  },
  ended: {
    current: 'محدَّث',
    updated: 'تم التحديث',
    declined: 'لم يُطلب',
    refused: 'مرفوض',
    interrupted: 'توقف',
    'set-aside': 'وُضع جانبًا',
    failed: 'لم يتم',
  },
  host: {
    told: 'تعلم به',
    waiting: 'ستعلم به',
    refused: 'لم تقبله',
  },
};
