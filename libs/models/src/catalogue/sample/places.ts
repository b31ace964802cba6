// Written by `npm run modules:build` from data/.
export const placeLines: readonly string[] = `
Shanghai|Shanghai|China|203750|31.2326|121.4041|271929
Beijing|Beijing|China|100300|39.9179|116.3912|267085
Tianjin|Tianjin|China|303200|39.111|117.1707|284093
Chongqing|Chongqing|China|404600|29.594|106.5588|270209
Nanchong|Sichuan|China|629000|30.7847|106.0787|275846
Xi’an|Shaanxi|China|711000|34.2687|108.9346|289132
Kunming|Yunnan|China|666000|25.0181|102.7183|253930
Tianshui|Gansu|China|735000|34.6003|105.7424|297899
Huainan|Anhui|China|238000|32.6264|117.0089|329099
Nanning|Guangxi|China|532000|22.8271|108.3227|304986
Xining|Qinghai|China|810000|36.6255|101.7574|271029
Zhenjiang|Jiangsu|China|219600|32.2109|119.4671|381918
Haikou|Hainan|China|575000|20.0458|110.3537|312957
Siping|Jilin|China|135600|43.1614|124.3899|328328
Yinchuan|Ningxia|China|750000|38.4681|106.2731|258643
Bei’an|Heilongjiang|China|158000|48.2667|126.6|392186
Luqiao|Zhejiang|China|323800|28.5802|121.3749|384500
Chaozhou|Guangdong|China|520500|23.654|116.6226|381711
Luohe|Henan|China|461800|33.5639|114.0427|375034
Yangquan|Shanxi|China|041000|37.8575|113.5633|371474
Chaoyang|Liaoning|China|125000|41.5703|120.4586|368428
Weifang|Shandong|China|266600|36.71|119.1019|354704
Putian|Fujian|China|361500|25.4394|119.0103|338373
Zhangjiakou Shi Xuanhua Qu|Hebei|China|078000|40.6103|115.0447|335555
Pingxiang|Jiangxi|China|340000|27.6167|113.8535|334388
Fenghuang|Hunan|China|428000|27.9356|109.5996|332480
Huocheng|Xinjiang|China|837500|44.0531|80.8717|323494
Anshun|Guizhou|China|557000|26.25|105.9333|316248
Chifeng|Inner Mongolia|China|022000|42.2683|118.9636|311502
Suizhou|Hubei|China|443600|31.7111|113.3631|291095
Washington, D.C.|District of Columbia|United States|20501|38.8987|-77.0362|63042
Anchorage|Alaska|United States|99599|61.1872|-149.8804|65962
Reno|Nevada|United States|89505|39.5224|-119.8353|68402
McKinney|Texas|United States|75069|33.1976|-96.6153|194954
Thornton|Colorado|United States|80241|39.868|-104.9719|159712
Coral Springs|Florida|United States|33075|26.2712|-80.2706|154966
Gresham|Oregon|United States|97030|45.5154|-122.4203|80796
Manchester|New Hampshire|United States|03105|42.9956|-71.4548|67054
Corona|New York|United States|11368|40.7453|-73.8611|131285
Las Cruces|New Mexico|United States|88005|32.3161|-106.7991|62577
South Gate|California|United States|90280|33.9462|-118.2013|115371
Edmond|Oklahoma|United States|73083|35.6665|-97.4654|67068
Newton|Massachusetts|United States|02458|42.3528|-71.1875|106295
Cicero|Illinois|United States|60804|41.8378|-87.7602|100393
San Tan Valley|Arizona|United States|85140|33.1911|-111.528|97324
Rapid City|South Dakota|United States|57703|44.048|-103.1763|88046
Warner Robins|Georgia|United States|31093|32.6368|-83.6395|87952
Southfield|Michigan|United States|48086|42.4734|-83.2219|87552
Saint George|Utah|United States|84770|37.1041|-113.5841|87242
New Britain|Connecticut|United States|06050|41.666|-72.7784|87135
Franklin|Tennessee|United States|37065|35.9251|-86.8689|86933
Waukesha|Wisconsin|United States|53187|43.0117|-88.2315|86133
Wilmington|Delaware|United States|19884|39.7459|-75.5466|86106
Canton|Ohio|United States|44702|40.8027|-81.3739|86031
Gulfport|Mississippi|United States|39501|30.3826|-89.0976|85996
Pawtucket|Rhode Island|United States|02860|41.8729|-71.3907|85679
Rock Hill|South Carolina|United States|29730|34.9151|-81.0129|85628
Silver Spring|Maryland|United States|20907|38.9907|-77.0261|85513
Bismarck|North Dakota|United States|58501|46.8083|-100.7837|85172
Centreville|Virginia|United States|20120|38.8448|-77.467|85133
Lafayette|Indiana|United States|47901|40.4177|-86.8884|85105
Passaic|New Jersey|United States|07055|40.8601|-74.1283|85073
Missoula|Montana|United States|59806|46.8721|-113.994|84998
Pasco|Washington|United States|99302|46.235|-119.0943|83118
Dothan|Alabama|United States|36302|31.2232|-85.3905|82060
Waterloo|Iowa|United States|50702|42.4731|-92.3365|81932
Bossier City|Louisiana|United States|71171|32.516|-93.7321|81494
Jacksonville|North Carolina|United States|28540|34.7375|-77.4628|80612
Portland|Maine|United States|04101|43.6606|-70.2589|80042
North Little Rock|Arkansas|United States|72115|34.7695|-92.2671|79591
Saint Cloud|Minnesota|United States|56302|45.5608|-94.1625|78799
Saint Charles|Missouri|United States|63302|38.7839|-90.4812|78741
Shawnee|Kansas|United States|66203|39.0417|-94.7202|77846
Bowling Green|Kentucky|United States|42101|37.0174|-86.4518|76135
Cheyenne|Wyoming|United States|82002|41.14|-104.8202|75798
Lancaster|Pennsylvania|United States|17611|40.0379|-76.3055|71016
Idaho Falls|Idaho|United States|83403|43.4666|-112.0341|70830
Bellevue|Nebraska|United States|68005|41.1497|-95.9099|66434
Charleston|West Virginia|United States|25321|38.3498|-81.6326|59523
Pearl City|Hawaii|United States|96782|21.4084|-157.9652|57084
Burlington|Vermont|United States|05401|44.484|-73.2199|50806
Manaus|Amazonas|Brasil|69602-848|-3.0708|-60.007|88426
Boa Vista|Roraima|Brasil|69350-004|2.8301|-60.6673|88674
Juazeiro do Norte|Ceará|Brasil|62370-336|-7.2027|-39.3093|110044
Imperatriz|Maranhão|Brasil|65447-371|-5.5264|-47.4797|101006
Planaltina|Federal District|Brasil|72600-010|-15.6179|-47.6487|93637
Arapiraca|Alagoas|Brasil|57615-382|-9.7525|-36.6611|101432
Nossa Senhora do Socorro|Sergipe|Brasil|49499-994|-10.855|-37.1261|119467
Barreiras|Bahia|Brasil|45131-555|-12.1528|-44.99|107677
Rondonópolis|Mato Grosso|Brasil|78531-825|-16.4708|-54.6356|98755
Parnamirim|Rio Grande do Norte|Brasil|59708-334|-5.9156|-35.2508|101692
Marabá|Pará|Brasil|67721-846|-5.3815|-49.1203|96424
Parnaíba|Piauí|Brasil|64650-005|-2.9047|-41.7767|106306
Ribeirão Pires|São Paulo|Brasil|15854-930|-23.7106|-46.4133|129199
Conselheiro Lafaiete|Minas Gerais|Brasil|36205-026|-20.6603|-43.7861|128861
Resende|Rio de Janeiro|Brasil|28037-162|-22.4689|-44.4467|128767
Araucária|Paraná|Brasil|85544-560|-25.5931|-49.4103|128522
Garanhuns|Pernambuco|Brasil|54639-529|-8.882|-36.5022|127117
Ji Paraná|Rondônia|Brasil|76883-335|-10.8853|-61.9517|124359
Santa Cruz do Sul|Rio Grande do Sul|Brasil|96050-410|-29.7175|-52.4258|122530
Linhares|Espírito Santo|Brasil|29740-740|-19.3911|-40.0722|121332
Araguaína|Tocantins|Brasil|77600-010|-7.1911|-48.2072|121267
Trindade|Goiás|Brasil|76426-210|-16.6494|-49.4889|112609
Corumbá|Mato Grosso do Sul|Brasil|79666-666|-19.0092|-57.6533|111453
Patos|Paraíba|Brasil|58730-763|-7.0244|-37.28|106898
Brusque|Santa Catarina|Brasil|89166-670|-27.0979|-48.9128|101943
Santana|Amapá|Brasil|68983-335|-0.0583|-51.1817|96912
Cruzeiro do Sul|Acre|Brasil|69980-002|-7.6276|-72.6776|92168
Seoul|Seoul|South Korea|157-766|37.5244|126.8704|44464
Busan|Busan|South Korea|619-496|35.1744|129.072|46141
Incheon|Incheon|South Korea|405-324|37.4772|126.6692|44634
Daegu|Daegu|South Korea|706-292|35.8495|128.5551|44133
Daejeon|Daejeon|South Korea|301-044|36.3595|127.4029|43473
Gwangju|Gwangju|South Korea|501-939|35.1547|126.9516|43407
Ulsan|Ulsan|South Korea|689-124|35.506|129.3107|47324
Sejong|Sejong-si|South Korea|339-502|36.5925|127.2802|46001
Seogwipo|Jeju-do|South Korea|698-505|33.2637|126.5678|49553
Gyeongju|Gyeongsangbuk-do|South Korea|760-880|35.8532|129.2177|46419
Sinan|Jeollanam-do|South Korea|555-838|34.8262|126.1086|63187
Miryang|Gyeongsangnam-do|South Korea|678-043|35.4933|128.7489|63131
T’aebaek|Gangwon-do|South Korea|267-880|37.1759|128.9889|58208
Kimje|Jeollabuk-do|South Korea|597-316|35.8017|126.8889|53372
Koesan|North Chungcheong|South Korea|394-694|36.8108|127.7947|52857
Nonsan|Chungcheongnam-do|South Korea|356-225|36.2039|127.0847|52125
Munsan|Gyeonggi-do|South Korea|487-603|37.8594|126.785|51367
Paris|Île-de-France|France|75020|48.8534|2.3848|185933
Toulouse|Occitanie|France|31180|43.6043|1.4317|98889
Le Havre|Normandy|France|76120|49.4938|0.1197|111489
Brest|Brittany|France|29120|48.3903|-4.4743|110568
Le Mans|Pays de la Loire|France|72100|48.0004|0.2047|93685
Tours|Centre-Val de Loire|France|37100|47.3948|0.704|93919
Clermont-Ferrand|Auvergne-Rhône-Alpes|France|63150|45.7797|3.0988|105635
Besançon|Bourgogne-Franche-Comté|France|25100|47.2488|6.0182|98163
Nancy|Grand Est|France|54100|48.6844|6.185|82562
Roubaix|Hauts-de-France|France|59140|50.6942|3.1746|119992
Avignon|Provence-Alpes-Côte d'Azur|France|84100|43.9483|4.8089|112531
Poitiers|New Aquitaine|France|86100|46.5826|0.3435|107756
Ajaccio|Corsica|France|20100|41.9189|8.7381|68149
Swansea|Wales|United Kingdom|SA5|51.6312|-3.9372|69028
Aberdeen|Scotland|United Kingdom|AB10|57.1437|-2.0981|83833
Enfield Town|England|United Kingdom|EN1|51.6515|-0.085|90592
Derry|Northern Ireland|United Kingdom|BT47|54.9981|-7.3093|72888
Berlin|State of Berlin|Germany|12710|52.5348|13.3565|35484
Hamburg|Hamburg|Germany|20840|53.5507|10.041|34169
Bremen|Bremen|Germany|28260|53.0862|8.8252|39432
Magdeburg|Saxony-Anhalt|Germany|39350|52.1173|11.6232|39063
Flensburg|Schleswig-Holstein|Germany|24400|54.7843|9.4396|39205
Neubrandenburg|Mecklenburg-Vorpommern|Germany|17100|53.5641|13.2753|52261
Lippstadt|North Rhine-Westphalia|Germany|59240|51.6737|8.3448|51599
Aalen|Baden-Wurttemberg|Germany|73100|48.8378|10.0933|51496
Neuwied|Rheinland-Pfalz|Germany|56250|50.4336|7.4706|51281
Plauen|Saxony|Germany|08200|50.4973|12.1378|50979
Weimar|Thuringia|Germany|99350|50.9803|11.329|49686
Fulda|Hesse|Germany|36100|50.5516|9.6752|48943
Garbsen|Lower Saxony|Germany|30400|52.4137|9.5899|48632
Kempten (Allgäu)|Bavaria|Germany|87100|47.7267|10.3139|47131
Brandenburg an der Havel|Brandenburg|Germany|14300|52.4167|12.55|45924
Neunkirchen|Saarland|Germany|66200|49.3445|7.1805|38260
Pamplona|Navarre|Spain|31081|42.8169|-1.6552|45152
Logroño|La Rioja|Spain|26101|42.4667|-2.438|47378
Santiago de Compostela|Galicia|Spain|15161|42.8805|-8.5337|51790
Cáceres|Extremadura|Spain|10101|39.4765|-6.3602|55186
Lorca|Murcia|Spain|30201|37.6712|-1.6897|54812
Talavera de la Reina|Castille-La Mancha|Spain|45001|39.9635|-4.8308|56157
Avilés|Asturias|Spain|33301|43.5547|-5.9248|48705
Ceuta|Ceuta|Spain|51001|35.8892|-5.3204|45954
Melilla|Melilla|Spain|52201|35.2937|-2.9263|38161
Santa Lucía|Canary Islands|Spain|35151|27.9117|-15.5407|60793
Viladecans|Catalonia|Spain|08471|41.3141|2.0143|60652
Valdemoro|Madrid|Spain|28781|40.1908|-3.6789|59946
Grao de Murviedro|Valencia|Spain|46331|39.6417|-0.2389|59581
Linares|Andalusia|Spain|23101|38.0952|-3.636|58597
Irun|Basque Country|Spain|20101|43.339|-1.7894|58227
Ávila|Castille and León|Spain|05001|40.6572|-4.6995|54314
Torrelavega|Cantabria|Spain|39251|43.3494|-4.0479|52826
Huesca|Aragon|Spain|22001|42.1362|-0.4087|49732
Calvià|Balearic Islands|Spain|07241|39.5657|2.5062|49460
Sendai|Miyagi|Japan|988-0070|38.2875|140.8907|18549
Kumamoto|Kumamoto|Japan|862-0047|32.8059|130.6798|18187
Kanazawa|Ishikawa|Japan|920-0091|36.6|136.6287|17817
Machida|Tokyo|Japan|199-0043|35.5403|139.4748|20448
Nara-shi|Nara|Japan|632-0073|34.6954|135.7988|19947
Iwaki|Fukushima|Japan|966-0001|37.0396|140.8893|18522
Wakayama|Wakayama|Japan|646-0037|34.2437|135.1727|20525
Kochi|Kochi|Japan|780-0001|33.55|133.5333|18094
Akita|Akita|Japan|016-0067|39.7167|140.1047|19839
Miyazaki|Miyazaki|Japan|881-0001|31.9167|131.4287|20790
Tokushima|Tokushima|Japan|770-0001|34.0667|134.5667|18621
Fukui-shi|Fukui|Japan|910-0001|36.0644|136.2226|16294
Chigasaki|Kanagawa|Japan|211-0034|35.3468|139.4103|23903
Kōfu|Yamanashi|Japan|400-0001|35.6667|138.5667|21936
Hirosaki|Aomori|Japan|038-0045|40.5931|140.4845|22800
Ube|Yamaguchi|Japan|745-0086|33.9431|131.2511|18655
Takaoka|Toyama|Japan|938-0089|36.7604|137.0227|22253
Saga|Saga|Japan|843-0034|33.2333|130.312|17407
Yonago|Tottori|Japan|688-0001|35.4333|133.3453|22523
Seto|Aichi|Japan|442-0052|35.2333|137.1|26383
Kakamigahara|Gifu|Japan|507-0034|35.4167|136.8667|22041
Kusatsu|Shiga|Japan|526-0001|35.0167|135.9667|19853
Ueda|Nagano|Japan|394-0067|36.4027|138.2816|22178
Beppu|Oita|Japan|879-0010|33.2795|131.5095|19476
Niihama|Ehime|Japan|798-0019|33.9605|133.3052|18979
Ōnojō|Fukuoka|Japan|839-0016|33.5357|130.4786|27619
Kanuma|Tochigi|Japan|328-0034|36.55|139.7333|27604
Yonezawa|Yamagata|Japan|999-0001|37.91|140.1167|27482
Kitakami|Iwate|Japan|028-0055|39.2833|141.1167|27299
Chitose|Hokkaido|Japan|097-0085|42.8194|141.6522|27033
Kaizuka|Osaka|Japan|598-0031|34.45|135.35|26943
Maizuru|Kyoto|Japan|628-0037|35.45|135.3333|26895
Kimitsu|Chiba|Japan|297-0034|35.3504|139.8703|26796
Ginowan|Okinawa|Japan|907-0012|26.2627|127.7615|26701
Onomichi|Hiroshima|Japan|729-0045|34.4167|133.2|26450
Ōmura|Nagasaki|Japan|859-0034|32.9214|129.9539|26154
Tsuyama|Okayama|Japan|719-0012|35.0522|133.9989|26095
Izumo|Shimane|Japan|697-0049|35.3667|132.7667|25970
Ashiya|Hyōgo|Japan|679-0035|34.7281|135.3026|25763
Iwata|Shizuoka|Japan|437-0037|34.7|137.85|25744
Kōnosu|Saitama|Japan|368-0019|36.0687|139.5168|25739
Nabari|Mie|Japan|519-0038|34.6167|136.0833|25633
Kashiwazaki|Niigata|Japan|958-0001|37.3667|138.55|25067
Ryūgasaki|Ibaraki|Japan|318-0089|35.9|140.1833|24945
Kanoya|Kagoshima|Japan|899-0012|31.3833|130.85|23948
Marugame|Kagawa|Japan|768-0055|34.2833|133.7833|23877
Tatebayashi|Gunma|Japan|379-0045|36.25|139.5333|23640
Adelaide|South Australia|Australia|5105|-34.9079|138.6226|30198
Canberra|Australian Capital Territory|Australia|2602|-35.2835|149.1401|32245
Darwin|Northern Territory|Australia|0802|-12.4611|130.8539|29853
Launceston|Tasmania|Australia|7050|-41.4388|147.1467|33994
Bundaberg|Queensland|Australia|4298|-24.8662|152.3599|38178
Bunbury|Western Australia|Australia|6430|-33.3271|115.6534|40100
Tamworth|New South Wales|Australia|2218|-31.0905|150.9291|44320
Frankston East|Victoria|Australia|3386|-38.1333|145.1333|32085
Brussels|Brussels Capital|Belgium|1184|50.8608|4.4148|15027
Courcelles|Wallonia|Belgium|6540|50.4638|4.3867|22422
Lochristi|Flanders|Belgium|9385|51.0964|3.8319|22209
Wrocław|Lower Silesia|Poland|50-001|51.1|17.0333|594088
Lublin|Lublin|Poland|20-001|51.25|22.5667|336903
Katowice|Silesia|Poland|40-001|50.2584|19.0275|296922
Białystok|Podlasie|Poland|15-001|53.1333|23.1643|273097
Gdynia|Pomerania|Poland|81-001|54.5189|18.5319|237422
Radom|Mazovia|Poland|26-001|51.4025|21.1471|212218
Leticia|Amazonas Department|Colombia|910003|-4.2153|-69.9286|67177
Bregenz|Vorarlberg|Austria|6900|47.5031|9.7471|28061
`
  .trim()
  .split('\n');
