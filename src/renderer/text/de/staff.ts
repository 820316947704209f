import type { Catalogue } from '../catalogue.ts';

export const staff: Catalogue['staff'] = {
  'service-unavailable':
    'Der PC/SC-Dienst antwortet nicht. Er startet von selbst neu; wenn das so bleibt, den PC neu starten.',
  'reader-missing': 'Kein Kartenleser ist angeschlossen. Kabel prüfen und neu einstecken.',
  'reader-removed': 'Der Leser wurde abgezogen. Wieder einstecken.',
  'reader-busy': 'Ein anderes Programm hält den Leser. Dieses Programm schließen.',
  'reader-failed': 'Der Leser meldet eine Störung. Fünf Sekunden abziehen und wieder einstecken.',
  'binding-unavailable':
    'Die Kartensoftware dieses Terminals lässt sich nicht laden. Recard neu installieren.',
  'card-process-lost': 'Der Kartenprozess endete und wurde neu gestartet. Karte noch einmal auflegen.',
  'token-removed': 'Die Karte hat den Leser verlassen. Noch einmal auflegen.',
  'token-reset': 'Jemand anderes hat die Karte zurückgesetzt. Noch einmal auflegen.',
  'token-mute': 'Die Karte antwortet nicht. Reinigen und umdrehen; bleibt sie stumm, ersetzen.',
  'token-swapped': 'Mitten im Besuch lag eine andere Karte auf. Die erste auflegen.',
  'token-foreign': 'Die Karte hat keine Recard-Anwendung.',
  'token-layout-unknown': 'Diese Version kennt den Aufbau der Karte nicht. Recard aktualisieren.',
  'token-damaged': 'Die Dateien der Karte widersprechen sich. Karte aus ihrer Sicherung ersetzen.',
  'token-not-writable':
    'Der Karte fehlt der Platz für sichere Updates, oder ihre Updates sind aufgebraucht. Sie ist unverändert: tauschen.',
  'token-refused': 'Die Karte lehnte einen Befehl ab. Noch einmal auflegen; lehnt sie wieder ab, ersetzen.',
  'token-memory-failed':
    'Der Speicher der Karte versagte beim Schreiben. Noch einmal auflegen; danach ersetzen.',
  'token-answer-malformed':
    'Die Karte antwortete in einer Form, die es nicht geben darf. Noch einmal auflegen.',
  'image-truncated': 'Das Abbild endet zu früh. Es wurde nicht verwendet.',
  'image-trailing-bytes': 'Das Abbild ist länger, als es angibt. Es wurde nicht verwendet.',
  'image-malformed': 'Das Abbild ist nicht zu verstehen. Es wurde nicht verwendet.',
  'image-not-deterministic': 'Das Abbild hat nicht die eine zulässige Kodierung. Es wurde nicht verwendet.',
  'image-version-unknown': 'Das Abbild hat das Format einer späteren Version. Recard aktualisieren.',
  'image-digest-wrong': 'Der Hashwert des Abbilds stimmt nicht. Es wurde nicht verwendet.',
  'image-signature-wrong': 'Die Signatur des Abbilds stimmt nicht. Melden: Es kann ein Angriff sein.',
  'image-key-unknown': 'Der Schlüssel des Abbilds ist diesem Terminal unbekannt. Schlüssel aktualisieren.',
  'image-token-wrong': 'Das Abbild gehört zu einer anderen Karte. Melden.',
  'image-generation-wrong': 'Das Abbild gehört zu einer früheren oder späteren Karte dieses Kontos.',
  'image-sequence-old': 'Das Abbild ist älter als das, was auf der Karte ist. Es wurde nicht geschrieben.',
  'image-too-large': 'Das Abbild passt nicht auf die Karte. Eine größere Karte ausgeben.',
  'verify-mismatch':
    'Zurückgelesen wurde anderes als geschrieben; es gilt nicht. Die Karte noch einmal auflegen.',
  'commit-unclear':
    'Der letzte Schritt ist nicht bestätigt. Noch einmal auflegen: Das Terminal entscheidet nach dem, was es liest.',
  'host-unreachable': 'Der Host antwortet nicht. Netz prüfen.',
  'host-timeout': 'Der Host antwortet zu langsam. Netz prüfen.',
  'host-credentials-refused': 'Der Host nimmt die Zugangsdaten dieses Terminals nicht an. Erneuern.',
  'host-request-refused': 'Der Host nahm die Anfrage nicht an. Mit den Einzelheiten unten melden.',
  'host-failed': 'Der Host hat selbst eine Störung. Wir versuchen es wieder.',
  'host-answer-malformed':
    'Die Antwort des Hosts hält den Vertrag nicht ein. Mit den Einzelheiten unten melden.',
  'journal-unavailable':
    'Das Journal lässt sich nicht öffnen. Ordner und Datenträger prüfen; bis dahin wird keine Karte geschrieben.',
  'journal-full': 'Der Datenträger ist voll. Platz schaffen; bis dahin wird keine Karte geschrieben.',
  'journal-damaged': 'Das Journal ist beschädigt. Support anrufen; die Datei aufheben.',
  'journal-newer': 'Eine neuere Version schrieb das Journal. Diese Version wieder installieren.',
  'configuration-invalid': 'In der Konfiguration stimmt etwas nicht. Siehe die Einzelheiten unten.',
  'receipt-not-printed': 'Der Drucker hat nicht gedruckt. Papier und Kabel prüfen.',
  'receipt-not-saved': 'Der Beleg ließ sich nicht auf den Datenträger schreiben.',
  'pin-wrong': 'Die PIN passt nicht.',
  'pin-locked': 'Zu viele PINs wurden versucht. Warten, bis die Sperre endet.',
  'exit-while-writing': 'Eine Karte wird geschrieben. Danach verlassen.',
  'request-malformed': 'Der Bildschirm schickte etwas, das das Terminal nicht versteht. Melden.',
  'action-not-possible': 'Der Bildschirm wollte etwas, das schon vorbei ist. Kein Schaden.',
  'internal-error': 'Recard stieß auf einen eigenen Mangel. Er steht im Journal; melden.',
};
