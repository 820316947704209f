import type { Catalogue } from '../catalogue.ts';

export const staff: Catalogue['staff'] = {
  'service-unavailable':
    'Le service PC/SC ne répond pas. Il redémarre tout seul ; si cela dure, redémarrez le PC.',
  'reader-missing': 'Aucun lecteur de cartes n’est branché. Vérifiez son câble, puis rebranchez-le.',
  'reader-removed': 'Le lecteur a été débranché. Rebranchez-le.',
  'reader-busy': 'Un autre programme occupe le lecteur. Fermez-le.',
  'reader-failed': 'Le lecteur signale une panne. Débranchez-le cinq secondes, puis rebranchez-le.',
  'binding-unavailable': 'Le logiciel de cartes de cette borne ne se charge pas. Réinstallez Recard.',
  'card-process-lost': 'Le processus des cartes s’est arrêté et a redémarré. Présentez la carte de nouveau.',
  'token-removed': 'La carte a quitté le lecteur. Présentez-la de nouveau.',
  'token-reset': 'Un autre programme a réinitialisé la carte. Présentez-la de nouveau.',
  'token-mute': 'La carte ne répond pas. Nettoyez-la et retournez-la ; si elle reste muette, remplacez-la.',
  'token-swapped': 'Une autre carte a été présentée en pleine visite. Présentez la première.',
  'token-foreign': 'La carte n’a pas d’application Recard.',
  'token-layout-unknown': 'Cette version ne connaît pas la structure de la carte. Mettez Recard à jour.',
  'token-damaged': 'Les fichiers de la carte se contredisent. Remplacez la carte à partir de sa sauvegarde.',
  'token-not-writable':
    'La carte n’a pas la place d’une mise à jour sûre, ou a épuisé les siennes. Elle est inchangée : échangez-la.',
  'token-refused':
    'La carte a refusé une commande. Présentez-la de nouveau ; si elle refuse encore, remplacez-la.',
  'token-memory-failed':
    'La mémoire de la carte a lâché pendant l’écriture. Présentez-la de nouveau, puis remplacez-la.',
  'token-answer-malformed': 'La carte a répondu sous une forme inattendue. Présentez-la de nouveau.',
  'image-truncated': 'L’image se termine trop tôt. Elle n’a pas été utilisée.',
  'image-trailing-bytes': 'L’image est plus longue qu’elle ne l’indique. Elle n’a pas été utilisée.',
  'image-malformed': 'L’image est incompréhensible. Elle n’a pas été utilisée.',
  'image-not-deterministic': 'L’image n’a pas le seul codage admis. Elle n’a pas été utilisée.',
  'image-version-unknown': 'Le format de l’image vient d’une version ultérieure. Mettez Recard à jour.',
  'image-digest-wrong': 'L’empreinte de l’image ne correspond pas. Elle n’a pas été utilisée.',
  'image-signature-wrong':
    'La signature de l’image ne correspond pas. Signalez-le : cela peut être une attaque.',
  'image-key-unknown': 'Cette borne ne connaît pas la clé qui signe l’image. Mettez ses clés à jour.',
  'image-token-wrong': 'L’image appartient à une autre carte. Signalez-le.',
  'image-generation-wrong': 'L’image appartient à une carte antérieure ou ultérieure de ce compte.',
  'image-sequence-old': 'L’image est plus ancienne que le contenu de la carte. Elle n’a pas été écrite.',
  'image-too-large': 'L’image ne tient pas sur la carte. Remettez une carte plus grande.',
  'verify-mismatch':
    'La relecture diffère de ce qui a été écrit, et ne compte pas. Présentez la carte de nouveau.',
  'commit-unclear':
    'La dernière étape n’est pas confirmée. Présentez la carte de nouveau : la borne décide d’après ce qu’elle lit.',
  'host-unreachable': 'L’hôte ne répond pas. Vérifiez le réseau.',
  'host-timeout': 'L’hôte répond trop lentement. Vérifiez le réseau.',
  'host-credentials-refused': 'L’hôte n’accepte pas les identifiants de cette borne. Renouvelez-les.',
  'host-request-refused': 'L’hôte n’a pas accepté la demande. Signalez-le avec le détail ci-dessous.',
  'host-failed': 'L’hôte a lui-même une panne. Nous réessayons.',
  'host-answer-malformed':
    'La réponse de l’hôte ne respecte pas le contrat. Signalez-le avec le détail ci-dessous.',
  'journal-unavailable':
    'Le journal de la borne ne s’ouvre pas. Vérifiez son dossier et son disque ; aucune carte n’est écrite d’ici là.',
  'journal-full': 'Le disque est plein. Libérez de la place ; aucune carte n’est écrite d’ici là.',
  'journal-damaged': 'Le journal est endommagé. Appelez l’assistance ; gardez le fichier.',
  'journal-newer': 'Une version plus récente a écrit le journal. Réinstallez cette version.',
  'configuration-invalid': 'La configuration contient une faute. Voyez le détail ci-dessous.',
  'receipt-not-printed': 'L’imprimante n’a pas imprimé. Vérifiez le papier et le câble.',
  'receipt-not-saved': 'Le reçu n’a pas pu être écrit sur le disque.',
  'pin-wrong': 'Le code PIN ne correspond pas.',
  'pin-locked': 'Trop de codes PIN ont été essayés. Attendez la fin du blocage.',
  'exit-while-writing': 'Une carte est en cours d’écriture. Quittez ensuite.',
  'request-malformed': 'L’écran a envoyé quelque chose que la borne ne comprend pas. Signalez-le.',
  'action-not-possible': 'L’écran a demandé quelque chose de déjà passé. Rien n’est perdu.',
  'internal-error': 'Recard a rencontré une panne interne. Elle est dans le journal ; signalez-la.',
};
