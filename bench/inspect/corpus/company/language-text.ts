/** What people write, by language. */
export const written: Readonly<Record<string, readonly string[]>> = {
  english: [
    'The order was sent on Monday, but the customer says that it has not arrived yet.',
    'Could you please check whether the report for March is complete?',
    'We need a short summary of what was decided at the meeting.',
  ],
  german: [
    'Die Bestellung wurde am Montag verschickt, aber der Kunde sagt, dass sie nicht angekommen ist.',
    'Kannst du bitte prüfen, ob der Bericht für März vollständig ist?',
    'Wir brauchen eine kurze Zusammenfassung der Sitzung.',
  ],
  french: [
    "La commande a été envoyée lundi, mais le client dit qu'elle n'est pas encore arrivée.",
    'Pouvez-vous vérifier si le rapport du mois de mars est complet ?',
    'Nous avons besoin d’un résumé de ce qui a été décidé pendant la réunion.',
  ],
  spanish: [
    'El pedido se envió el lunes, pero el cliente dice que todavía no ha llegado.',
    '¿Puedes comprobar si el informe de marzo está completo?',
    'Necesitamos un resumen corto de lo que se decidió en la reunión.',
  ],
  italian: [
    'L’ordine è stato spedito lunedì, ma il cliente dice che non è ancora arrivato.',
    'Puoi controllare se il rapporto di marzo è completo?',
    'Ci serve un breve riassunto di quello che è stato deciso nella riunione.',
  ],
  portuguese: [
    'O pedido foi enviado na segunda-feira, mas o cliente diz que ainda não chegou.',
    'Você pode verificar se o relatório de março está completo?',
    'Precisamos de um resumo do que foi decidido na reunião.',
  ],
  dutch: [
    'De bestelling is maandag verstuurd, maar de klant zegt dat het nog niet is aangekomen.',
    'Kun je nagaan of het verslag van maart volledig is?',
    'We hebben een korte samenvatting nodig van wat er in de vergadering is besloten.',
  ],
  swedish: [
    'Beställningen skickades i måndags, men kunden säger att den inte har kommit fram.',
    'Kan du kontrollera om rapporten för mars är klar och att allt finns med?',
    'Vi behöver en kort sammanfattning av det som beslutades på mötet.',
  ],
  danish: [
    'Bestillingen blev sendt i mandags, men kunden siger, at den ikke er kommet frem endnu.',
    'Kan du se efter, om rapporten for marts er færdig, og om noget mangler?',
    'Vi har brug for et kort referat af det, der blev besluttet på mødet.',
  ],
  norwegian: [
    'Bestillingen ble sendt på mandag, men kunden sier at den ikke har kommet fram ennå.',
    'Kan du sjekke om rapporten for mars er ferdig, og hva som må gjøres etter det?',
    'Vi må ha et kort referat av det som ble bestemt på møtet vårt.',
  ],
  finnish: [
    'Tilaus lähetettiin maanantaina, mutta asiakas sanoo, että se ei ole vielä tullut perille.',
    'Voitko tarkistaa, onko maaliskuun raportti valmis ja mitä siitä puuttuu?',
    'Tarvitsemme lyhyen yhteenvedon siitä, mitä kokouksessa päätettiin, ja myös listan.',
  ],
  polish: [
    'Zamówienie zostało wysłane w poniedziałek, ale klient mówi, że jeszcze nie dotarło.',
    'Czy możesz sprawdzić, czy raport za marzec jest kompletny?',
    'Potrzebujemy krótkiego podsumowania tego, co ustalono na spotkaniu.',
  ],
  czech: [
    'Objednávka byla odeslána v pondělí, ale zákazník říká, že ještě nedorazila.',
    'Můžeš prosím ověřit, zda je zpráva za březen úplná?',
    'Potřebujeme krátké shrnutí toho, co se na schůzce rozhodlo.',
  ],
  hungarian: [
    'A rendelést hétfőn elküldtük, de az ügyfél azt mondja, hogy még nem érkezett meg.',
    'Kérjük, ellenőrizze, hogy a márciusi jelentés teljes-e, és mi hiányzik.',
    'Szükségünk van egy rövid összefoglalóra arról, amit az ülésen eldöntöttek.',
  ],
  romanian: [
    'Comanda a fost trimisă luni, dar clientul spune că nu a ajuns încă.',
    'Poți să verifici dacă raportul din martie este complet?',
    'Avem nevoie de un rezumat scurt al deciziilor care au fost luate în ședință.',
  ],
  turkish: [
    'Sipariş pazartesi günü gönderildi, ama müşteri henüz gelmediğini söylüyor.',
    'Mart raporunun tamam olup olmadığını kontrol eder misin, lütfen?',
    'Toplantıda alınan kararlar için kısa bir özet ve liste gerekiyor.',
  ],
  indonesian: [
    'Pesanan itu sudah dikirim pada hari Senin, tetapi pelanggan mengatakan bahwa barang belum tiba.',
    'Apakah Anda dapat memeriksa laporan untuk bulan Maret ini?',
    'Kami membutuhkan ringkasan singkat dari apa yang diputuskan dalam rapat.',
  ],
  vietnamese: [
    'Đơn hàng đã được gửi vào thứ hai, nhưng khách hàng nói rằng vẫn chưa nhận được.',
    'Bạn có thể kiểm tra xem báo cáo tháng ba đã đầy đủ không?',
    'Chúng tôi cần một bản tóm tắt ngắn về những gì đã quyết định trong cuộc họp.',
  ],
  russian: [
    'Заказ отправили в понедельник, но клиент говорит, что он ещё не пришёл.',
    'Проверьте, пожалуйста, полный ли это отчёт за март.',
    'Нам нужно короткое изложение того, что было решено на встрече.',
  ],
  ukrainian: [
    'Замовлення відправили в понеділок, але клієнт каже, що воно ще не прийшло.',
    'Перевірте, будь ласка, чи повний це звіт за березень.',
    'Нам потрібен короткий виклад того, що було вирішено на зустрічі.',
  ],
  bulgarian: [
    'Поръчката беше изпратена в понеделник, но клиентът казва, че още не е пристигнала.',
    'Моля, проверете дали отчетът за март е пълен и какво липсва в него.',
    'Трябва ни кратко резюме на това, което беше решено на срещата, преди да се обадим.',
  ],
  greek: [
    'Η παραγγελία στάλθηκε τη Δευτέρα, αλλά ο πελάτης λέει ότι δεν έφτασε ακόμη.',
    'Μπορείς να ελέγξεις αν η αναφορά είναι πλήρης;',
    'Χρειαζόμαστε μια σύντομη περίληψη της συνάντησης.',
  ],
  arabic: [
    'تم إرسال الطلب يوم الاثنين، لكن العميل يقول إنه لم يصل بعد.',
    'هل يمكنك التحقق من اكتمال التقرير؟',
    'نحتاج إلى ملخص قصير لما تقرر في الاجتماع.',
  ],
  persian: [
    'سفارش روز دوشنبه ارسال شد، اما مشتری می‌گوید هنوز نرسیده است.',
    'لطفاً بررسی کنید که گزارش کامل است.',
    'ما به یک خلاصه کوتاه از جلسه نیاز داریم.',
  ],
  hebrew: [
    'ההזמנה נשלחה ביום שני, אבל הלקוח אומר שהיא עוד לא הגיעה.',
    'האם תוכל לבדוק אם הדוח שלם?',
    'אנחנו צריכים סיכום קצר של הפגישה.',
  ],
  hindi: [
    'ऑर्डर सोमवार को भेजा गया था, लेकिन ग्राहक कहता है कि वह अभी तक नहीं पहुँचा।',
    'क्या आप जाँच सकते हैं कि रिपोर्ट पूरी है?',
    'हमें बैठक का एक छोटा सारांश चाहिए।',
  ],
  thai: [
    'คำสั่งซื้อถูกส่งไปเมื่อวันจันทร์ แต่ลูกค้าบอกว่ายังไม่ถึง',
    'ช่วยตรวจสอบรายงานเดือนมีนาคมหน่อยได้ไหม',
    'เราต้องการสรุปสั้น ๆ ของการประชุม',
  ],
  chinese: [
    '订单星期一已经寄出，但是客户说还没有收到。',
    '请检查三月份的报告是否完整。',
    '我们需要一份会议决定的简短摘要。',
  ],
  japanese: [
    '注文は月曜日に発送しましたが、お客様はまだ届いていないと言っています。',
    '三月の報告書が完成しているか確認してください。',
    '会議で決まったことの短い要約が必要です。',
  ],
  korean: [
    '주문은 월요일에 발송되었지만 고객은 아직 받지 못했다고 합니다.',
    '3월 보고서가 완전한지 확인해 주세요.',
    '회의에서 결정된 내용의 짧은 요약이 필요합니다.',
  ],
};
