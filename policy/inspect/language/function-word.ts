import type { LanguageKind } from './language-kind.ts';

/** Words that hold sentences together: hardly a sentence has none of them. In lower case, without apostrophes. */
export const functionWords: Readonly<Partial<Record<LanguageKind, string>>> = {
  bulgarian:
    'и в на с за от да не се че като по са си ще към до при това или но тези тази този беше бъде може който която които един една след много също така преди когато където няма има още само обаче моля',
  czech:
    'a v na se je to že s z do pro jako jsou by ale nebo když který která které jsme jsem není byl byla bylo po od ze ve ke k si také pouze jeho její tak však může bude aby podle před při prosím nám mezi který kde mám máme jste můj moje tento tato tyto proč všechno nic ještě můžeš můžete potřebujeme nás vás',
  danish:
    'og i at det er en på til af for med den der ikke som de et har vi jeg du kan var om fra ved men så hvis efter skal blev også eller dette hvor når bliver deres vores hvad blevet kun være alle over mellem jeres noget nogle uden endnu siger mig sig gik denne min brug kunne mange hun han selv sådan igen meget hver mere',
  dutch:
    'de het een en van in is dat op te zijn met voor niet die aan er ook als bij of maar om uit door naar nog over wordt worden kan dit deze heeft hebben was we wij ik je u zo dan wat geen moet meer wel onze tot waar hoe alle zou kunnen graag hun heb jij jouw mijn ons iets niets veel weer gaan komen waarom omdat wanneer tussen tegen zonder gisteren',
  english:
    'the of and to in is that it for on with as are was this be by at from or an have not you we they which but can will has were there been if when what your our all would their about more please how should could these those than into only because who does its do did where after before over my me his her he she him us why some new say says said just any out up then still brief each get',
  finnish:
    'ja on ei että se oli hän en ole mutta kun niin kuin myös tai jos ovat sen mitä tämä joka ovat minä sinä me te he ne nyt vain sitten mukaan jotka olla voi voit olen meidän tässä kanssa sekä ennen jälkeen koska miten onko pitää siitä sitä tämän minun sinun teidän nämä missä milloin miksi kaikki mitään uusi vielä jo olivat ollut voisi',
  french:
    'le la les de des du un une et est en que qui dans pour pas sur ce au aux par plus avec ne se il elle nous vous ils sont mais ou cette ces son sa ses leur être fait ont était si tout comme dont très sans peut deux je on notre votre aussi après avant où quand avons besoin pouvez cela elles mon ma mes nos vos toute tous faire dit encore entre chaque donc car sous',
  german:
    'der die das und ist in zu den mit von für auf nicht ein eine sich des dem im es als auch an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man kann wir ich bitte wenn unsere ihre keine diese dieser muss kannst kein nichts etwas alle alles immer wieder schon sehr gegen ohne zwischen weil damit sollte mein deine ihr doch nun gestern folgenden soll',
  hungarian:
    'a az és hogy nem is egy ez van de meg ha csak mint el volt már még azt ezt vagy amely ki be lesz lehet minden kell után szerint kérjük ami aki ezek között mert úgy így én te mi ők pedig illetve során nagyon alatt miatt vannak volna fog ő ti itt ott hol mikor miért semmi új régi hanem fel le egyik',
  indonesian:
    'yang dan di untuk dengan dari pada ini itu dalam tidak adalah akan ke oleh juga atau saya kami kita mereka dapat bisa sudah telah ada karena lebih jika seperti agar harus anda tersebut sebuah para bagi tolong setelah sebelum belum hanya apa siapa kapan mengapa bagaimana baru lama semua setiap kepada namun tetapi sedang masih pernah',
  italian:
    'il la di che e è un una per in non con del della dei le gli si da sono come nel alla anche più ma al lo i questo questa ha ci dal nella delle degli essere stato se o quando noi loro suo sua molto dove dopo prima perché ogni cosa hanno può dobbiamo siamo sul tra fra solo abbiamo possiamo serve quello quella nostro nostra mio mia tutto tutti fare dire ancora però uno',
  norwegian:
    'og i at det er en på til av for med den som ikke de et har vi jeg du kan var om fra ved men så hvis etter skal ble også eller dette hvor når blir deres våre hva blitt bare være alle over mellom noe noen uten ikkje bli vår må mot disse etter hverandre ennå sier meg seg gikk denne min kunne mange hun han selv slik igjen mye hver mer fram måtte trenger bruk',
  polish:
    'i w na z się nie to jest do że jak od po co za o przez ale dla tak czy są jego przy może który która które jeszcze już tylko było był była być oraz lub gdy aby ze we nas proszę nam tym tego jej ich także między przed bardzo mamy można bez pod więc jestem nasz mój moja twój ten ta te gdzie kiedy dlaczego wszystko nic został została zostało żeby',
  portuguese:
    'o a os as de do da dos das que e é em um uma para com não no na por se mais como mas ao foi são ou ser tem está seu sua quando muito nos já eu também só pelo pela até isso ela ele entre depois sem mesmo aos você temos nós há antes onde porque pode foram estão precisamos esse essa este esta meu minha nosso nossa todos seus pelos fazer ontem',
  romanian:
    'și în de la cu pe nu este că din pentru un o se sunt mai ce fi al a ale ca sau dar care au fost după prin vă rog dacă noi ei lui această acest acestea când unde foarte trebuie poate între avem toate fără către numai doar meu mea noastră nostru el ea ele cum mult acum încă era despre',
  russian:
    'и в не на что с как это по из за от для так же но мы вы они он она все его её к у о если или только уже при быть был была было были когда ещё нет чтобы который которая которые после этого до где между также может можно нужно очень без под наш ваш пожалуйста есть',
  spanish:
    'el la los las de del que y en un una es se no por con para como más pero su sus al lo le ha son fue o ser está este esta si ya cuando todo muy sin sobre también hay desde nos entre porque qué hasta donde quien después nuestro nuestra yo tiene puede debemos antes están cada puedes necesitamos debe ante solo vez estos fueron han era me te mi cuál cómo dónde hacer decir unos',
  swedish:
    'och i att det är en på till av för med den som inte de ett har vi jag du kan var om från vid men så efter ska blev också eller detta där när blir deras våra vad blivit bara vara alla över mellan något några utan måste här sig hur mycket dessa din eller vår finns ännu säger mig gick denna min kunde behöver många hon han själv igen varje mer sedan nu bli vilken',
  turkish:
    've bir bu için ile de da ne çok daha gibi olarak olan var ama kadar sonra en her şu o ben biz siz onlar değil mi ki ya veya hem ise içinde göre önce nasıl neden lütfen bizim olduğu tarafından ancak yok ilgili üzerinde bunu eğer hangi benim senin onun sizin kim zaman nerede çünkü fakat bile henüz yeni olup gerekiyor edilen misin musun',
  ukrainian:
    'і в не на що з як це по за від для так але ми ви вони він вона все його її до у та або тільки вже при бути був була було були коли ще немає щоб який яка які після цього де між також може можна треба дуже без під наш ваш якщо є чи будь ласка',
  vietnamese:
    'và của là có không được cho các trong một những với này đã để người khi từ đến như về ra cũng tôi chúng sẽ nhưng thì phải bạn hay trên vào nếu vì nên còn rất xin theo sau trước đó bị làm thể gì nào ai sao bao giờ đang vẫn mới cả hơn nữa lại chưa cần',
};

/** Ends of words that few languages have, of three letters or more: each is worth half a function word. */
export const tellingEnds: Readonly<Partial<Record<LanguageKind, string>>> = {
  czech: 'ání ení ost ště',
  danish: 'elser heder',
  dutch: 'ijk heid atie eren',
  english: 'ing tion ness ould',
  finnish: 'ssa ssä lla llä sta stä ksi nen tta ttä',
  french: 'eux ment ique aux ées',
  german: 'ung ungen keit heit lich isch',
  hungarian: 'ság ség nak nek ban ben',
  indonesian: 'kan nya',
  italian: 'zione zioni mente ità',
  norwegian: 'elser heter',
  polish: 'ość ować ych ego',
  portuguese: 'ção ções mente ão',
  romanian: 'ului ilor ția ează',
  spanish: 'ción ciones mente dad',
  swedish: 'ning heter ades',
  turkish: 'lar ler nın nin dır dir yor',
};

/** Letters that few languages have: each is worth a function word. */
export const tellingLetters: Readonly<Partial<Record<LanguageKind, string>>> = {
  bulgarian: 'ъщ',
  czech: 'řěů',
  danish: 'æø',
  finnish: 'äö',
  french: 'œçèêéàù',
  german: 'ßüöä',
  hungarian: 'őűöü',
  italian: 'ìòàè',
  norwegian: 'æøå',
  polish: 'łąęśżźń',
  portuguese: 'ãõç',
  romanian: 'țșă',
  russian: 'ыэё',
  spanish: 'ñ¿¡',
  swedish: 'åäö',
  turkish: 'ğışİöüç',
  ukrainian: 'іїєґ',
  vietnamese: 'ơưạảấầẩậắằặẹếềểễệỉịọốồổỗộớờởợụủứừửữự',
};
