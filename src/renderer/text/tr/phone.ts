import type { Catalogue } from '../catalogue.ts';

export const phone: Catalogue['phone'] = {
  screens: {
    reading: {
      title: 'Telefonunuzu okuyoruz',
      lead: 'Okuyucuda bırakın. Yaklaşık iki saniye.',
    },
    deciding: {
      asking: {
        lead: 'Telefonunuzu okuyucuda bırakın. Kart hizmetine soruyoruz.',
      },
      recording: {
        title: 'Telefonunuzu yedekliyoruz',
        lead: 'Bizdekinden daha yeni bir şey taşıyor. Okuyucuda bırakın.',
      },
      preparing: {
        lead: 'Telefonunuzu bir an daha okuyucuda bırakın.',
      },
    },
    offer: {
      title: 'Telefonunuz için yeni veri bulduk',
      lead: 'Siz bakarken telefon okuyucuda kalsın.',
      now: 'Şimdi telefonunuzda',
      accept: 'Telefonumu güncelle',
      decline: 'Şimdi değil, telefonumu alıyorum',
      soon: 'Burada mısınız? Kalan süre {{time}}. Sonra telefonunuz olduğu gibi kalır.',
      unknown: 'Şu an içinde ne olduğunu bilemiyoruz. Güncel hâli bu olacak.',
    },
    restoring: {
      title: 'Telefonu yerinde bırakın',
      lead: 'En son adıma kadar eski verilerini korur.',
    },
    verifying: {
      lead: 'Telefonunuzu okuyucuda bırakın. Geri okuyup karşılaştırıyoruz.',
    },
    done: {
      updated: {
        title: 'Tamam. Telefonunuzu alın',
      },
      current: {
        title: 'Her şey güncel. Telefonunuzu alın',
      },
      declined: {
        title: 'Nasıl isterseniz. Telefonunuzu alın',
        lead: 'Tam olduğu gibi kaldı. Dilediğiniz zaman gelin.',
      },
      thanks: {
        lead: 'Telefonunuz elinizde.',
      },
      forgotten: {
        title: 'Telefonunuzu unutmayın',
        lead: 'Hâlâ okuyucuda.',
      },
    },
    removed: {
      title: 'Telefonu yeniden okuyucuya koyun',
      lead: 'Hiçbir şey kaybolmadı. Kaldığımız yerden devam ediyoruz.',
      wrongTitle: 'Bu başka biri',
      wrongLead: 'Onu alın, kendi telefonunuzu koyun. Hiçbir şey kaybolmadı.',
      waits: 'Acele etmeyin. Bu ekran bekliyor: {{time}}',
      rather:
        'İstemiyor musunuz? Telefonunuzda ya eski ya yeni veriler var, eksiksiz. Herhangi bir Recard kiosku ya da gişe bunu sonra tamamlar.',
    },
    refused: {
      take: 'Telefonunuzu alın',
    },
  },
  trouble: {
    'card-again': {
      title: 'Telefonu bir kez daha koyun',
      lead: 'Onu bir an gözden kaybettik. Hiçbir şey kaybolmadı.',
      todo: 'Okuyucuya düz koyun',
      more: 'Ekran alın diyene kadar orada bırakın.',
    },
    'card-other': {
      title: 'Bu başka bir telefon',
      lead: 'Yalnızca ilkiyle devam ediyoruz. Bir şey değişmedi.',
      todo: 'İlkini geri koyun',
      more: 'Ya da ekran boşalınca bununla baştan başlayın.',
    },
    'card-tired': {
      title: 'Telefonu bir kez daha koyun',
      lead: 'Belleği beklendiği gibi yanıt vermedi. Yeniden bakıyoruz.',
      todo: 'Okuyucuya düz koyun',
      more: 'Yine olursa görevliler sizinle bir yol bulur.',
    },
    'not-confirmed': {
      title: 'Telefonu bir kez daha koyun',
      todo: 'Okuyucuya düz koyun',
    },
  },
  refused: {
    hotlisted: {
      title: 'Bu telefon kayıp bildirilmiş',
    },
    'token-unknown': {
      title: 'Bu telefonu henüz tanımıyoruz',
    },
    expired: {
      title: 'İçindeki kartın süresi doldu',
    },
    'not-yet-valid': {
      title: 'İçindeki kart daha sonra başlıyor',
    },
    'not-active': {
      title: 'İçindeki kart kullanımda değil',
    },
  },
};
