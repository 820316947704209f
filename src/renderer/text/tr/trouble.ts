import type { Catalogue } from '../catalogue.ts';

export const trouble: Catalogue['trouble'] = {
  'reader-away': {
    title: 'Kart okuyucu dinleniyor',
    lead: 'Onu sürekli arıyoruz. Kartınız iyi durumda.',
    todo: 'Yandaki kiosku kullanın',
    more: 'Ya da görevliye sorun. Ne yapılacağını bilir.',
  },
  'reader-busy': {
    title: 'Okuyucu şu an meşgul',
    lead: 'Başka bir program kullanıyor. Kartınız iyi durumda.',
    todo: 'Biraz sonra yeniden deneyin',
    more: 'Çoğunlukla birkaç saniyede boşalır.',
  },
  'card-again': {
    title: 'Kartınızı bir kez daha koyun',
    lead: 'Onu bir an gözden kaybettik. Hiçbir şey kaybolmadı.',
    todo: 'Okuyucuya düz koyun',
    more: 'Ekran alın diyene kadar orada bırakın.',
  },
  'card-other': {
    title: 'Bu başka bir kart',
    lead: 'Yalnızca ilk kartla devam ediyoruz. Hiçbir şey kaybolmadı.',
    todo: 'İlk kartı geri koyun',
    more: 'Ya da ekran boşalınca bununla baştan başlayın.',
  },
  'card-foreign': {
    title: 'Bu bizim kartımız değil',
    lead: 'Burada okuyamıyoruz. Kartta bir şey değişmedi.',
    todo: 'Başka kartınız var mı?',
    more: 'İşaretimizi taşıyan kartı okuyucuya koyun.',
  },
  'card-damaged': {
    title: 'Bu kartı gişede gösterin',
    lead: 'Görevliler bizdeki kopyasına bakar.',
    todo: 'Kartı gişeye götürün',
    more: 'Görevliler verilerinizi yeni karta yazar.',
  },
  'card-exchange': {
    title: 'Bu kart burada güncellenemez',
    lead: 'Bu yüzden olduğu gibi bıraktık. Üzerinde bir şey değişmedi.',
    todo: 'Kartı gişeye götürün',
    more: 'Görevliler kartı değiştirebilir. Her şey yeni karta taşınır.',
  },
  'card-tired': {
    title: 'Kartınızı bir kez daha koyun',
    lead: 'Belleği beklendiği gibi yanıt vermedi. Yeniden bakıyoruz.',
    todo: 'Okuyucuya düz koyun',
    more: 'Yine olursa görevliler yeni kart verir.',
  },
  'data-doubtful': {
    title: 'Kartınız olduğu gibi kaldı',
    lead: 'Yeni veriler denetimimizden geçmedi, biz de yazmadık.',
    todo: 'Kartınız önceki gibi çalışır',
    more: 'Görevliler doğru verileri bulur.',
  },
  'data-large': {
    title: 'Bu karta her şey sığmıyor',
    lead: 'Bu yüzden bir şey yazmadık. Kartınız önceki gibi çalışır.',
    todo: 'Görevlilerde daha büyük kart var',
    more: 'Her şey yeni karta taşınır.',
  },
  'not-confirmed': {
    title: 'Kartınızı bir kez daha koyun',
    lead: 'Son adımın tamam olduğunu kendimiz görmek istiyoruz.',
    todo: 'Okuyucuya düz koyun',
    more: 'Birkaç saniye sürer. Hiçbir şey kaybolmadı.',
  },
  'service-away': {
    title: 'Şu an güncelleme yapamıyoruz',
    lead: 'Kart hizmetine ulaşamıyoruz. Kartınız iyi durumda.',
    todo: 'Biraz sonra yeniden deneyin',
    more: 'Ya da sonra gelin. Hiçbir şey kaybolmaz.',
  },
  'service-refused': {
    title: 'Bu kioska bir görevli gerek',
    lead: 'Kart hizmeti bu kiosku kabul etmiyor. Kartınız iyi durumda.',
    todo: 'Yandaki kiosku kullanın',
    more: 'Ya da görevliye söyleyin. Ne yapılacağını bilir.',
  },
  'kiosk-down': {
    title: 'Bu kioska bir görevli gerek',
    lead: 'Kayıt tutamıyor, bu yüzden hiçbir karta dokunmuyor.',
    todo: 'Yandaki kiosku kullanın',
    more: 'Kartınız üzerindekileri korur.',
  },
  'kiosk-stumbled': {
    title: 'Buradan yeniden başlıyoruz',
    lead: 'Bir şey planlandığı gibi gitmedi. Hiçbir şey kaybolmadı.',
    todo: 'Kartınızı alıp yeniden koyun',
    more: 'Önce karta bakarız, sonra devam ederiz.',
  },
  'receipt-away': {
    title: 'Bu kez fiş yok',
    lead: 'Kartınız tamam ve güvende. Yalnızca fiş eksik.',
    todo: 'Görevliler sizin için yazdırır',
    more: 'Ziyaret numaranız yeter.',
  },
  'staff-pin': {
    title: 'Bu PIN ile açılmıyor',
    lead: 'Kiosk kendi ekranında kalıyor.',
    todo: 'Bir kez daha girin',
    more: 'Ya da bu kiosktan sorumlu kişiye sorun.',
  },
  'not-now': {
    title: 'Bu adımda mümkün değil',
    lead: 'Ekran ilerledi. Bir şey değişmedi.',
    todo: 'Ekranın şimdi dediğini yapın',
    more: 'Ya da görevli çağırın, size yardım eder.',
  },
};
