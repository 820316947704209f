import type { Catalogue } from '../catalogue.ts';

export const records: Catalogue['records'] = {
  open: 'Kayıtlar',
  title: 'Burada neler oldu',
  find: 'Numara ya da son dört hane',
  none: 'Bununla bir şey bulunmadı.',
  empty: 'Burada henüz bir şey olmadı.',
  failed: 'Liste şu an okunamıyor. Kapatıp yeniden deneyin.',
  when: 'Ne zaman',
  what: 'Ne',
  device: 'Kart ya da telefon',
  outcome: 'Sonuç',
  reference: 'Numara',
  heard: 'Kart hizmeti',
  by: 'görevli: {{name}}',
  unended: 'Bitmedi',
  kind: {
    visit: 'Güncelleme',
    synchronize: 'Başkasına geçti',
    replace: 'Değiştirildi',
    merge: 'İkisi birleşti',
  },
  ended: {
    current: 'Güncel',
    updated: 'Güncellendi',
    declined: 'İstenmedi',
    refused: 'Kabul edilmedi',
    interrupted: 'Yarıda kaldı',
    'set-aside': 'Bir yana ayrıldı',
    failed: 'Olmadı',
  },
  host: {
    told: 'Biliyor',
    waiting: 'Öğrenecek',
    refused: 'Kabul etmedi',
  },
};
