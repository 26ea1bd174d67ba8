/**
 * Words that many people's passwords are made of, here and abroad, in small letters and digits. Written for this
 * product; a password may contain them but must not live on them (see password-rules.ts).
 */
const WORDS = `
  password passwort passw0rd pass word admin administrator root user guest login welcome letmein master secret dragon
  monkey football baseball basketball superman batman spiderman ironman naruto sasuke pokemon pikachu onepiece doraemon
  sunshine princess princesa shadow michael jordan jennifer jessica charlie daniel thomas andrew joshua matthew ashley
  iloveyou loveyou lovely love forever family friends friend hello helloworld whatever trustno freedom flower summer
  winter spring autumn orange banana apple cherry pepper cheese cookie chocolate coffee computer internet samsung
  android iphone nokia xiaomi oppo vivo google facebook instagram twitter tiktok youtube whatsapp telegram gmail yahoo
  microsoft windows linux ubuntu server database oracle mysql postgres system default changeme temporary temp test
  testing tester demo sample example public private access account office work working staff employee manager boss
  qwerty qwertz azerty asdf zxcv qazwsx qweasd asdfgh zxcvbn poiuyt lkjhgf mnbvcx
  january february march april june july august september october november december monday tuesday wednesday thursday
  friday saturday sunday
  sandi katasandi kata rahasia rahasiaku bismillah bismilah alhamdulillah allah allahu akbar muhammad rasulullah islam
  insyaallah masyaallah assalamualaikum subhanallah astaghfirullah ramadan ramadhan lebaran mekkah madinah kabah hijrah
  tuhan yesus kristus haleluya santri masjid gereja doa surga berkah amanah ikhlas sabar syukur
  indonesia merdeka garuda pancasila nusantara bhineka bhinneka tunggal ika merahputih republik negara bangsa presiden
  jakarta bandung surabaya semarang jogja yogyakarta medan makassar palembang denpasar bali lombok kalimantan sulawesi
  sumatera sumatra papua maluku jawa banjarmasin balikpapan samarinda pontianak manado gorontalo kendari palu mataram
  kupang ambon jayapura pekanbaru padang jambi bengkulu lampung serang bogor depok bekasi tangerang cirebon malang
  kantor dinas badan bagian bidang seksi subbag sekretariat sekretaris kepala pegawai pegawainegeri pns asn cpns pppk
  honorer pemda pemkab pemkot pemprov kabupaten kota provinsi kecamatan kelurahan desa camat lurah bupati walikota
  gubernur bkd bkn bkpsdm bkpp bpkad bappeda inspektorat puskesmas sekolah guru dokter perawat bidan bendahara operator
  kinerja ekinerja simpeg sipd silpa siasn myasn sapk simda presensi absensi absen kehadiran gaji tunjangan tukin tpp
  kegiatan harian skp lkh opd skpd
  januari februari maret april mei juni juli agustus september oktober november desember senin selasa rabu kamis jumat
  sabtu minggu
  sayang sayangku cinta cintaku kamu aku kita mama papa ibu bapak ayah bunda adek kakak abang mbak anak anakku istri
  istriku suami suamiku keluarga bahagia senang sehat sukses semangat selamanya selalu setia rindu kangen
  kucing anjing kelinci harimau macan singa elang naga gajah kuda ikan burung bunga mawar melati anggrek matahari bulan
  bintang langit laut gunung pelangi hujan api angin bumi
  merah putih hitam biru hijau kuning ungu emas perak
  satu dua tiga empat lima enam tujuh delapan sembilan sepuluh
  budi agus joko bambang slamet sri siti dewi ani rina putri putra dian eka dwi tri wahyu rizki rizky fajar nur abdul
  ahmad muhamad yusuf ibrahim fatimah aisyah khadijah hasan husein umar usman ali
  persib persija arema persebaya timnas bola sepakbola badminton juara barcelona realmadrid manchester liverpool chelsea
  arsenal milan juventus messi ronaldo
  dangdut kpop blackpink drakor mobile legends freefire pubg game gamer
  nasi goreng bakso rendang sate kopi susu teh gula
  coba cobacoba bebas terserah lupa lupalupa gampang mudah susah baru lama ganti gantisandi masuk keluar buka tutup
  polisi tentara brimob
`;

/** The words, longest first, so that a long one is found before a short one within it. */
export const COMMON_WORDS: readonly string[] = [...new Set(WORDS.trim().split(/\s+/))].sort(
  (a, b) => b.length - a.length || (a < b ? -1 : 1),
);
