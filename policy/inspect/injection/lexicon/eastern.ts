import type { Lexicon } from './slot.ts';

/** Polish, Czech, Slovak, Russian, Ukrainian. */
export const slavic: Lexicon = {
  drop: 'zignoruj|zignorujcie|ignoruj|ignorujcie|zapomnij|zapomnijcie|zapomnij o|pomiń|pomińcie|odrzuć|nie przestrzegaj|nie stosuj się|nie zważaj na|nie słuchaj|nie wykonuj|przestań przestrzegać|unieważnij|zapomeň|zapomeňte|ignorujte|neřiď se|neber v úvahu|nedodržuj|nedbej na|přestaň dodržovat|zabudni|nedodržiavaj|игнорируй*|проигнорируй*|забудь*|не обращай*|отбрось*|отмени*|пренебреги*|не следуй*|не соблюдай*|не слушай*|не выполняй*|перестань следовать|больше не действуют|не учитывай*|нарушь*|обойди*|сбрось*|ігноруй*|проігноруй*|забудь*|не зважай*|відкинь*|не дотримуйся*|не слухай*|знехтуй*|скасуй*|більше не діють|porzuć|złam|obejdź|już nie obowiązują|nie obowiązują|nie trzymaj się|opusť|poruš|obejdi|neplatí|už neplatí|отключи*|наруш*|выбрось*|отвергни*|недействительн*|не действуют|вимкни*|обійди*|поруш*|недійсн*|не связан*|не обязан*|больше не обязан*|не пов’язан*|не зобов’язан*|nie jesteś związany|nejsi vázán|odłóż|złamać|łam|anulowane|anulowano|już cię nie|odlož|zrušen*|отложи*|нарушай*|отменен*|отменён*|не подчиняйся|не слушайся|откажись|переступи*|відклади*|порушуй*|скасован*|не корися',
  order:
    'instrukcj*|instrukcje|polece*|zasad*|wytyczn*|rozkaz*|reguł*|pokyny|pokynů|pokynech|instrukce|instrukcí|pravidla|pravidlech|příkazy|příkazů|inštrukcie|инструкци*|указани*|правил*|команд*|распоряжени*|предписани*|установк*|директив*|промпт*|інструкц*|вказівк*|правил*|наказ*|все сказанное|всё сказанное|все, что было|задача|задачу|задание|конфигураци*|завдання|zadanie|zadania|konfiguracj*|úkol|nastavení',
  prompt:
    'prompt systemowy|promptu systemowego|prompt systemu|instrukcje systemowe|instrukcji systemowych|komunikat systemowy|wiadomość systemową|system prompt|systémový prompt|systémového promptu|systémové pokyny|systémové instrukce|systémovou zprávu|systémovú správu|системный промпт|системного промпта|системные инструкции|системных инструкций|системное сообщение|системного сообщения|системные указания|системную подсказку|системный запрос|начальные инструкции|изначальные инструкции|скрытые инструкции|системний промпт|системні інструкції|початкові інструкції',
  softOrder: 'wszystko|wszystkim|všechno|vše|всё|все|усе|все що',
  prior:
    'poprzedni*|wcześniejsz*|powyższ*|dotychczasow*|dotychczas|wcześniej|pierwotn*|otrzyman*|předchozí*|dřívější*|výše|dosavadní*|původní*|predchádzajúc*|doterajš*|предыдущ*|прежн*|ранее|выше*|предшествующ*|прошл*|первоначальн*|изначальн*|полученн*|попередн*|раніше|вище*|початков*|отриман*|napisano wyżej|napisane wyżej|написано выше|сказано выше|казали раніше|написано вище|сказано раніше|je psáno výše',
  own: 'swoje|swoich|swój|swojego|twoje|twój|twojego|twoich|svoje|svůj|svého|tvoje|tvůj|tvé|svou|свои|свой|своё|свое|твои|твой|твоё|ваши|ваш|твоих|своих|скрыт*|секретн*|систем*|свій|свої|твої|твій|ваші|systemow*|systémov*|ukryte|skryté|разработчик*|оператор*|создател*|розробник*|twórc*|programist*|operator*|vývojář*|вашего создателя',
  all: 'wszystk*|wszelk*|każd*|všechn*|veškeré|všetk*|все|всё|всех|всякие|любые|всеми|усі|всі|усіх|всіх|cał*|pełn*|celý|полн*|повн*',
  show: 'pokaż|wyświetl|powtórz|wypisz|ujawnij|podaj|napisz|wydrukuj|skopiuj|zdradź|przepisz|jakie są|ukaž|zobraz|vypiš|zopakuj|prozraď|napiš|vytiskni|zkopíruj|opiš|odhal|ukáž|покажи*|выведи*|раскрой*|повтори*|напиши*|процитируй*|перечисли*|скопируй*|назови*|выдай*|сообщи*|напечатай*|расскажи*|каковы|какие у тебя|покажи*|виведи*|розкрий*|повтори*|напиши*|процитуй*|скопіюй*|назви*|opublikuj|przekaż|udostępnij|daj mi|sdílej|vypsat|dej mi|опубликуй*|дай*|предоставь*|перескажи*|надай*|опублікуй*|дай*|перекажи*|перешли*|воспроизведи*|розкажи*|przytocz|odcituj',
  exact:
    'dosłownie|słowo w słowo|w całości|doslovně|slovo od slova|do slova|дословно|слово в слово|полностью|целиком|буквально|дослівно|слово в слово|повністю',
  be: 'jesteś teraz|teraz jesteś|od teraz|od tej pory|udawaj|zachowuj się|wyobraź sobie|wciel się|działaj jako|nyní jsi|teď jsi|od teď|od nynějška|předstírej|chovej se|představ si|ты теперь|теперь ты|ты больше не|отныне|с этого момента|с этой минуты|притворись*|веди себя|представь*|действуй как|действуй|отвечай*|ти тепер|тепер ти|відтепер|вдавай*|уяви*|поводься*|дій як|bądź|stań się|wciel|graj|buď|staň se|hraj|стань*|сыграй*|изображай*|будь*|изобрази*|стань*|грай*|будь*|вообрази*|слушай только|слушайся только|подчиняйся|подчиняешься|выдай себя|бабушк*|słuchasz tylko|słuchaj tylko|babci*|posloucháš|poslouchej jen|слухай лише|слухайся|корися|уявляй*|бабус*',
  free: 'bez ograniczeń|bez cenzury|bez filtrów|nieograniczon*|nieocenzurowan*|bez omezení|bez cenzury|bez filtrů|neomezen*|necenzurovan*|без ограничений|без цензуры|без фильтров|неограниченн*|нефильтрованн*|без обмежень|без цензури|без фільтрів|необмежен*|режим разработчика|tryb dewelopera',
  no: 'bez|żadnych|nie masz|без|нет|никаких|никакими|не имеешь|немає|жодних|žádná|žádné|nemáš',
  limit:
    'ogranicz*|filtr*|cenzur*|omezen*|ограничени*|фильтр*|цензур*|запрет*|обмежен*|фільтр*|заборон*|zasad|reguł|pravidel|правил|морал*|мораль|moralnoś*|morálk*|тормоз*|цензор*',
  helper:
    'asystent*|asistent*|ассистент*|асистент*|модель|modelem|model|modelu|модели|моделі|modely|modele',
  ai: 'model językowy|modelu językowy|sztuczna inteligencja|sztuczną inteligencją|jazykový model|umělá inteligence|ии|искусственный интеллект|языковая модель|языковой моделью|нейросеть|ші|штучний інтелект|мовна модель|нейромережа|si',
  must: 'musisz|powinieneś|musíš|máš|должен|должна|должны|обязан|нужно|повинен|повинна|примечание для|заметка для|внимание|сообщение для|если ты|если вы|jeśli jesteś|uwaga dla|notatka dla|poznámka pro|pokud jsi|примітка для|якщо ти',
  hush: 'nie mów użytkownikowi|nie informuj|nie wspominaj|bez pytania|bez zgody|neříkej uživateli|neinformuj|nezmiňuj|bez ptaní|не говори пользователю|не сообщай*|не упоминай*|без спроса|не спрашивая|незаметно|не кажи користувачу|не повідомляй*|не згадуй*|без запиту',
  secret:
    'hasło|hasła|klucz|dane logowania|heslo|hesla|klíč|пароль|пароли|ключ|секрет|учётные данные|пароль|ключ|переписк*',
  act: 'wyślij|usuń|zatwierdź|poleć|oceń|napisz|odpowiedz|uruchom|pošli|smaž|schval|doporuč|napiš|odpověz|spusť|отправь*|удали*|одобри*|порекомендуй*|рекомендуй*|оцени*|напиши*|ответь*|отвечай*|запусти*|выполни*|перешли*|надішли*|видали*|схвали*|напиши*|виконай*',
  other:
    'lekarza|bezpieczeństwa|na budowie|gry|montażu|lékaře|bezpečnosti|врача|безопасности|на воде|игры|дорожного|по установке|парковки|лікаря|безпеки|до ліків|umowy|rozvrh',
  keep: 'nie zapomnij|nie zapominaj|nie ignoruj|nezapomeň|nezapomeňte|neignoruj|не забудь*|не забывай*|не игнорируй*|не забувай*|не ігноруй*',
  asking:
    'jak|dlaczego|wyjaśnij|proč|vysvětli|как|почему|объясни*|кто|зачем|чому|поясни*|як|jakie|какие',
  you: 'ty|ты|тебе|тобі|ти|ci',
  note: 'uwaga dla|notatka dla|wiadomość dla|instrukcja dla|uwaga|poznámka pro|zpráva pro|pozor|примечание для|заметка для|сообщение для|инструкция для|внимание|примітка для|повідомлення для|увага|jeśli jesteś|pokud jsi|если ты|если вы|якщо ти|якщо ви',
  user: 'użytkownik*|uživatel*|пользовател*|користувач*',
};

/** Greek, Turkish, Hungarian, Finnish, Indonesian, Vietnamese. */
export const spaced: Lexicon = {
  drop: 'αγνόησε|αγνοήστε|ξέχασε|ξεχάστε|παράβλεψε|παραβλέψτε|μην ακολουθείς|μην ακολουθήσεις|yok say|yoksay|yok sayın|görmezden gel|görmezden gelin|unut|unutun|dikkate alma|dikkate almayın|göz ardı et|uyma|uymayın|geçersiz|boş ver|hagyd figyelmen kívül|hagyja figyelmen kívül|felejtsd el|felejtse el|ne kövesd|ne vedd figyelembe|mellőzd|töröld|unohda|unohtakaa|jätä huomiotta|jätä huomioimatta|sivuuta|ohita|älä noudata|älä välitä|abaikan|lupakan|jangan ikuti|jangan patuhi|jangan hiraukan|batalkan|kesampingkan|bỏ qua|hãy bỏ qua|quên|quên đi|phớt lờ|không tuân theo|đừng tuân theo|hủy bỏ|đừng làm theo|quên hết|hãy quên|bỏ hết|bir kenara bırak|iptal edildi|boz|çiğne|umursama|tedd félre|szegd meg|sértsd meg|érvénytelen|άφησε στην άκρη|παραβίασε|ακυρώ*|jätä|riko|langgar|dibatalkan|gạt|phá vỡ|vi phạm|bị hủy',
  order:
    'οδηγίες|οδηγιών|εντολές|κανόνες|κανόνων|talimat*|komut*|kurallar*|yönerge*|utasítás*|szabály*|irányelv*|ohjeet|ohjeita|ohjeesi|ohjeistus*|säännöt|sääntöjä|määräykset|käskyt|instruksi*|perintah*|aturan*|arahan*|petunjuk*|hướng dẫn|chỉ dẫn|chỉ thị|quy tắc|mệnh lệnh|lệnh|prompt|görev*|yapılandırma*|feladat*|beállítás*|tehtävä*|tugas*|konfigurasi|nhiệm vụ|cấu hình',
  prompt:
    'προτροπή συστήματος|μήνυμα συστήματος|οδηγίες συστήματος|system prompt|sistem istemi*|sistem mesaj*|sistem komut*|sistem talimat*|sistem promptu*|rendszerprompt*|rendszerüzenet*|rendszerutasítás*|järjestelmäkehote*|järjestelmäohje*|järjestelmäviesti*|systeemikehote*|prompt sistem*|instruksi sistem*|pesan sistem*|perintah sistem*|lời nhắc hệ thống|hướng dẫn hệ thống|thông điệp hệ thống|prompt hệ thống|chỉ dẫn hệ thống|lệnh hệ thống',
  softOrder: 'όλα|mindent|kaikki|hepsini|her şeyi|semuanya|hết|mọi thứ',
  prior:
    'προηγούμεν*|παραπάνω|αρχικ*|πιο πάνω|önceki*|yukarıdaki*|daha önce*|başlangıçtaki|verilen|ilk|korábbi*|előző*|fenti*|eddigi*|eredeti*|kapott|aiem*|edelli*|yllä|ylläolev*|alkuperäi*|saamasi|sebelumnya|sebelum ini|di atas|awal|yang diberikan|trước|trước đó|trước đây|ở trên|bên trên|ban đầu|đã nhận',
  own: 'σου|σας|συστήματος|senin|sistem*|sana|gizli|rendszer*|sinun|piilo*|kamu|anda|-mu|tersembunyi|sistem|của bạn|hệ thống|bí mật|κρυφές|titkos|salai*|kurallarını|talimatlarını|komutlarını|ohjeesi|aturanmu|instruksimu|geliştirici*|operatör*|fejlesztő*|üzemeltető*|προγραμματιστ*|kehittäjä*|pengembang|operator|nhà phát triển|người vận hành',
  all: 'όλες|όλα|όλους|κάθε|tüm|bütün|her|hepsini|minden|összes|az összes|valamennyi|kaikki|kaikkia|jokai*|semua|seluruh|segala|tất cả|mọi|toàn bộ',
  show: 'δείξε|δείξτε|εμφάνισε|αποκάλυψε|επανάλαβε|γράψε|εκτύπωσε|πες μου|göster*|yazdır*|yaz|tekrarla*|açıkla|söyle|paylaş|listele|mutasd*|írd ki|ismételd*|fedd fel|áruld el|mondd el|másold*|näytä|tulosta|toista|paljasta|kerro|kirjoita|listaa|tampilkan|tunjukkan|perlihatkan|cetak|ulangi|ungkapkan|bocorkan|tuliskan|beri tahu|hiển thị|in ra|cho tôi xem|tiết lộ|lặp lại|viết ra|cho biết|liệt kê',
  exact:
    'αυτολεξεί|λέξη προς λέξη|ακριβώς|kelimesi kelimesine|aynen|tam olarak|harfi harfine|szó szerint|szóról szóra|pontosan|sanasta sanaan|sanatarkasti|kokonaan|kata demi kata|persis|secara lengkap|từng chữ|nguyên văn|chính xác',
  be: 'είσαι τώρα|τώρα είσαι|από τώρα|κάνε πως|προσποιήσου|φαντάσου|artık|şu andan itibaren|bundan sonra|sen artık|gibi davran|rol yap|farz et|mostantól|most már|tegyél úgy|viselkedj|képzeld|olet nyt|nyt olet|tästä lähtien|esitä|kuvittele|teeskentele|sekarang kamu|kamu sekarang|mulai sekarang|berpura-pura*|bertindak*|bayangkan|bây giờ bạn là|từ bây giờ|từ giờ|hãy đóng vai|giả vờ|hãy tưởng tượng|bạn bây giờ|hayal et|sadece beni dinle|yalnızca bana|itaat et|büyükanne*|képzeld el|csak rám hallgass|engedelmeskedj|nagymama*|kuuntele vain|tottele|patuhi aku|hanya patuhi|dengarkan|nghe lời tôi|chỉ nghe|vâng lời|tưởng tượng',
  free: 'χωρίς περιορισμούς|χωρίς φίλτρα|χωρίς όρια|sınırsız|sansürsüz|filtresiz|kısıtlamasız|korlátlan*|cenzúrázatlan*|szűretlen*|korlátok nélkül|rajoittamaton|sensuroimaton|suodattamaton|ilman rajoituksia|tanpa batasan|tanpa filter|tanpa sensor|tanpa batas|không giới hạn|không bị giới hạn|không kiểm duyệt|không hạn chế',
  no: 'χωρίς|κανένας|καμία|δεν έχεις|hiçbir|yok|olmayan|nélkül|nincs|semmilyen|ilman|ei ole|tanpa|tidak ada|không có|không|chẳng',
  limit:
    'περιορισμ*|όρια|φίλτρα|κανόνες|kısıtlama*|sınır*|kural*|filtre*|korlát*|szűrő*|szabály*|rajoit*|suodat*|sääntö*|batasan*|filter|aturan|giới hạn|hạn chế|bộ lọc|quy tắc|kiểm duyệt|ahlak*|erkölcs*|moraali*|ηθική|moral|đạo đức',
  helper: 'asistan*|asszisztens*|avustaja*|asisten*|trợ lý|model*',
  ai: 'τεχνητή νοημοσύνη|γλωσσικό μοντέλο|yapay zeka*|yapay zekâ*|dil modeli*|mesterséges intelligencia|nyelvi modell*|tekoäly*|kielimalli*|kecerdasan buatan|model bahasa|trí tuệ nhân tạo|mô hình ngôn ngữ',
  must: 'πρέπει|zorunda*|lütfen|gerekir|kell|pitää|täytyy|harus|wajib|phải|hãy|nếu bạn là|jika kamu|jika anda|eğer bir|jos olet|ha te|αν είσαι|catatan untuk|lưu ý cho|not:',
  hush: 'μην πεις|μην ενημερώσεις|χωρίς να ρωτήσεις|kullanıcıya söyleme*|kullanıcıya bildirme*|sormadan|ne mondd el|ne tájékoztasd|kérdés nélkül|älä kerro|älä mainitse|kysymättä|jangan beri tahu|jangan katakan|jangan sebutkan|tanpa bertanya|đừng nói|không được nói|đừng cho|không nói với|không hỏi',
  secret:
    'κωδικό*|κλειδί|parola*|şifre*|anahtar*|jelszó*|jelszavak*|kulcs*|salasana*|avain|kata sandi|sandi|kunci|mật khẩu|khóa|khoá',
  act: 'γράψε|στείλε|διάγραψε|ενέκρινε|απάντησε|gönder*|sil|onayla*|öner|cevap ver|yanıtla*|küldd*|hagyd jóvá|válaszolj|ajánld|lähetä|poista|hyväksy|vastaa|suosittele|kirim*|hapus|setujui|jawab|rekomendasikan|gửi|xóa|phê duyệt|trả lời|khen',
  other:
    'του γιατρού|kullanım|doktorun|güvenlik|biztonsági|az orvos|hyllyn|lääkärin|dokter|keselamatan|lắp ráp|bác sĩ|an toàn',
  keep: 'μην ξεχάσεις|μην ξεχνάς|μην αγνοήσεις|unutma|unutmayın|görmezden gelme|ne felejtsd el|ne hagyd figyelmen kívül|älä unohda|jangan lupa*|jangan abaikan|đừng quên|đừng bỏ qua|unutmamak|okumayı unutma*',
  asking:
    'πώς|γιατί|εξήγησε|nasıl|neden|açıkla|hogyan|miért|miten|miksi|bagaimana|mengapa|làm thế nào|tại sao|cách|cara',
  you: 'εσύ|sen|te|sinä|kamu|bạn',
  note: 'σημείωση για|μήνυμα για|προσοχή|not|dikkat|mesaj|megjegyzés|figyelem|üzenet|huomautus|huomio|viesti|catatan untuk|pesan untuk|perhatian|lưu ý cho|ghi chú cho|chú ý|αν είσαι|eğer bir|eğer sen|ha te|jos olet|jika kamu|jika anda|nếu bạn là',
  user: 'χρήστη*|kullanıcı*|felhasználó*|käyttäjä*|pengguna|người dùng',
};
