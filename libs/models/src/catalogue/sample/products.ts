// Written by `npm run modules:build` from data/.
export const productLines: readonly string[] = `
1|31.724|Dresses|Amfleur Knit Tunic Dress|Amfleur|77.00|Women|C55EFB3CC1D27A87AE95F74D8731F8A5|7
2|29.835|Pants|Talsley Men's Corduroy Khaki Pants|Talsley|65.00|Men|3884AAF39061BA0D355C8753E0EB70FE|5
3|8.4019|Shorts|Dalreach Supply Co. Women's Slim-Fit Roll-Up Shorts|Dalreach Supply Co.|16.41|Women|3BACC3F1A0BFF73CA1E70FF1B526E540|4
4|8.0897|Underwear|Plain Moth Men's Undershirts, White|Plain Moth|18.99|Men|FF0E4E720F24FA231CE03F866FC98498|4
5|54.432|Pants|Loledina Theo Men's Easy-Fit Cotton Drawstring Pants|Loledina|112.00|Men|0168C84BF5F244046E9419FDDD861FA7|5
6|20.385|Active|Falconwood Women's Mid-Rise Brushed Yoga Pants, Sunset Orange|Falconwood|46.97|Women|7431A93D73F47C69EB5CB4ED9ACBD603|1
7|30.7743|Intimates|Women's High-Waist Scalloped Cheeky Panties with Wide Lace Waistband|Barrowsett|53.99|Women|0E9173A9C68F1CD29B4FC9158122158D|8
8|4.7684|Intimates|Eastern Lane Nadia Women's Wireless Dotted Bralette|Eastern Lane|8.98|Women|125BB5D0C79AD6414930CD9F18957AD8|7
9|7.678|Blazers & Jackets|Eastern Lane Women's Sequined Brocade Bolero Jacket|Eastern Lane|22.00|Women|363B94C67B533CD0ED1CD24C7D405857|4
10|27.17|Outerwear & Coats|Bellweather & Nash Women's Corduroy Barn Jacket|Bellweather & Nash|65.00|Women|8DCD1B70575BF23ECB2DC3BE3F18621A|1
11|22.8825|Pants & Capris|Belzetta Women's Solid Crepe Trousers|Belzetta|40.50|Women|5AB636D6AEF7F890F0EAE769B5ED0D6A|7
12|6.496|Accessories|Rinara Men's Linen Tie and Pocket Square Set, Khaki|Rinara|16.00|Men|FB36FC626D029A2D4BBB049DC9E1FC0D|4
13|7.35|Sleep & Lounge|Tobin and Severn Men's Pajama Set, Cognac|Tobin and Severn|21.00|Men|1FFBC8AF44BC30CE130DA388684CA93C|8
14|2.134|Accessories|Amlaiselle Men's Vintage Canvas Coin Pouch|Amlaiselle|5.50|Men|12D317FF7E2CE0A485B7DB082CEC41B7|3
15|27.155|Shorts|Noritis Men's Washed Utility Shorts|Noritis|51.43|Men|FFC8A047314202E6C6D51C73EA813FFE|8
16|32.3352|Jeans|Royal Hill Men's Low-Rise Lightweight Denim Bootcut Jean, Indigo|Royal Hill|56.53|Men|9CB584E883C06936357E62E2B16BD9C4|2
17|38.572|Shorts|Kaimosaki Agnes Women's High-Waist Wool-Crepe Cuffed Shorts with Belt|Kaimosaki|76.99|Women|21D217E7A8E9A8734A5563AE133206A7|10
18|40.925|Intimates|Finbank Women's Open-Back Silk Cami and Tap Set|Finbank|72.95|Women|4BD84A7E00A66022CF725F4652356BA3|9
19|23.0969|Sleep & Lounge|Tesiona Women's Floral Nightshirt|Tesiona|39.96|Women|D12B1BC79F46CEC011754CDD7B5B0F61|1
20|215.313|Outerwear & Coats|Marble Tide Women's Cropped Shearling-Lined Barn Jacket|Marble Tide|512.65|Women|AE7A50381EA35B834080E1C7A820786E|6
21|17.6257|Fashion Hoodies & Sweatshirts|Spare Porch Women's Oversized Hooded Cardigan|Spare Porch|40.99|Women|3CE3DC367DD34E3C2CC09CD2E1A83E82|3
22|33.0149|Jeans|Garvang Rufus Mid-Rise Clean Rigid Denim Relaxed-Leg Jean, Indigo|Garvang|64.99|Men|6BD464441B33C1505C9E52475AF8E177|2
23|20.838|Sweaters|Blackhill Men's Classic-Fit Cable-Knit Merino Rollneck Sweater|Blackhill|46.00|Men|77E90A0BC6F25DA6207E46122AE32560|1
24|18.9375|Shorts|Greenhill Men's Regular-Fit Stonewashed Cutoff Shorts with Rolled Cuff|Greenhill|41.99|Men|34FE4A655248E8F8FF4AE9B2880752D3|3
25|29.811|Shorts|Salande Heathered Sweat Shorts with Contrast Drawcord|Salande|57.00|Men|7E52426548C97811624849114D5ADE44|3
26|142.5852|Jeans|Heathwick Men's Lightweight Denim Tapered Jean|Heathwick|293.99|Men|0A51982055A6694B2E07AC0C1EFD39EC|9
27|11.4611|Underwear|Eligard Trading Co. Conrad Men's 2-Pack Solid Crewneck Undershirts with Extra Length|Eligard Trading Co.|25.64|Men|CD048A0379CC23573394ED1DAEF26466|7
28|52.00|Suits|Royal Hill Women's One-Button Framed Ponte Two-Piece Skirt Suit|Royal Hill|80.00|Women|00B0BB729A65B5FB1200E73F4F7F031A|3
29|6.8744|Socks & Hosiery|Amberness Women's Diamond-Knit Fishnet Tights|Amberness|18.99|Women|8B3CACD1AE169851712560F343464666|3
30|16.14|Shorts|Slade & Frayne Women's Pull-On Sequined Sweat Shorts|Slade & Frayne|30.00|Women|68DF5F644FACB51DE0F5B56CB33671D5|10
31|25.74|Fashion Hoodies & Sweatshirts|Saffronhaven Women's Slouchy Graphic Zip-Up Hoodie, Sand|Saffronhaven|52.00|Women|15D79F0BE7C47E00D7ED6FF5596C8876|2
32|10.2985|Sweaters|Mellow Porch Women's Three-Quarter Sleeve Boyfriend Cardigan|Mellow Porch|21.50|Women|DE9786E4A0396CF07FAD9C3C645C916A|9
33|19.6311|Tops & Tees|Hollowover Men's Short-Sleeve Shirt|Hollowover|36.97|Men|8A2C17400D6AEE36DE2AC18C75C045C7|5
34|68.6164|Suits & Sport Coats|Men's Two-Button Herringbone Super 120s Wool Shawl-Collar Tuxedo Jacket|True Fig|187.99|Men|52EDCD6CB52139E8A68BEDEC47011412|2
35|130.3289|Jeans|Ludella Women's Mid-Rise Japanese Denim Skinny Jean|Ludella|231.49|Women|85AC173C3F44CC51545528B9F1B2D48A|2
36|5.9348|Sleep & Lounge|Rowanland Men's Fitted Lounge Joggers with Contrast Stitching|Rowanland|16.44|Men|6BD932A835E05FF403B5F5D70C5EFFD6|1
37|35.175|Jeans|Modern Fox Women's Curvy-Fit Released-Hem Soft-Touch Denim Boyfriend Jean|Modern Fox|67.00|Women|89C5813AC004323F618F886D9DC9440A|6
38|17.871|Shorts|Men's Canvas Carpenter Shorts, Graphite|Cinder Arch|37.00|Men|0FA81271160E6AD7A2A631E0F365BA99|6
39|8.532|Maternity|Proper Sparrow Women's Maternity Heathered Modal Sleep Bra, Mauve|Proper Sparrow|18.00|Women|DDC62C47329E7F3AFA109C0F3804EBB3|7
40|27.0992|Maternity|Goldkirk Ingrid Maternity Striped Cotton Sleep Set with Tie Belt|Goldkirk|55.99|Women|6E8145B1F0DD27C4EF96D762602F0BDD|6
41|10.24|Intimates|Longline Satin Bustier|Atelier Maykirk|20.00|Women|3309DA339132147353FD66CC09349C8A|2
42|12.96|Tops & Tees|Pinemere Men's Interlock Long-Sleeve Polo|Pinemere|24.00|Men|9DDBDC219DBB0C1A1E251EC9B54D1CA5|7
43|12.144|Fashion Hoodies & Sweatshirts|Men's Sleeveless Hoodie with Contrast Drawstring|Brisella|24.00|Men|058B4D61734665F0E660A6994A404F4B|2
44|17.49|Sleep & Lounge|Vilidine Slouchy Bamboo-Blend Lounge Set with Drawstring|Vilidine|30.00|Women|9CE9563558AE0DC4C07C9999D4F392F6|2
45|17.7659|Jeans|Montgurault Stretch-Denim Relaxed-Leg Jean, Washed Black|Montgurault|35.18|Men|FFCE21B0C57A30F233FAA8D6B55EA0C1|3
46|8.1336|Tops & Tees|Early Cinema Men's Slub-Cotton V-Neck Tee|Early Cinema|15.26|Men|C339B20DF64E750BFD68F2F3A35E19CA|2
47|70.056|Maternity|Claymore Maternity Cuffed Wool-Crepe Bermuda Shorts with Back Pockets|Claymore|145.95|Women|7C192AAF47F63F6CB187C83129D5335E|3
48|240.8975|Sweaters|Amberness Women's Cable-Knit Boatneck Sweater|Amberness|536.52|Women|E757E74F21549A9F0AB5E207AD3067E8|1
49|107.797|Jeans|Golden Reef Slimming Embellished Slub-Denim Flare Jean, Grey Wash|Golden Reef|186.50|Women|74E010546942E4D0CD9643A7443A2CB5|5
50|35.96|Sleep & Lounge|Amberness Edith Women's Jersey Boxer Set|Amberness|62.00|Women|276D7B6213023EF770C4546AAF4E61CB|1
51|14.586|Sleep & Lounge|Amlaiselle Men's Plaid Flannel Sleep Shirt|Amlaiselle|33.00|Men|CC791B30696E5631A4864D1F96F7ECF0|1
52|13.624|Plus|Skarmark Elise Plus Size Ponte Peacoat, Stone|Skarmark|26.00|Women|9BE09C2E1AC6CA249A9EE1F211813D79|1
53|61.376|Fashion Hoodies & Sweatshirts|Garvang Men's Relaxed-Fit Printed Snap-Neck Fleece with Stand Collar|Garvang|112.00|Men|3F1D165507D839814B58C37F24B942A1|1
54|1.1423|Intimates|Sunborne Women's 3-Pack Mesh French-Cut Panties|Sunborne|1.99|Women|15319C055075808D2D75709F731FDD55|2
55|21.6659|Intimates|Convertible Tulle Plunge Bra|Obella|44.95|Women|A0E99D5DCB136392D9356A8BDE7EA94A|4
56|43.5962|Tops & Tees|Ashcote Trading Co. Men's Tank Top with Chest Pocket|Ashcote Trading Co.|80.14|Men|E31971BA749479DD9E67BB13D50F58BD|1
57|92.4754|Suits & Sport Coats|Charine Men's Glen-Plaid Super 120s Wool Three-Button Suit with Peak Lapel|Charine|261.97|Men|AE93D913E4B9A19765C11C7411005200|9
58|8.2668|Tops & Tees|Hirakami Clara Women's Crepe Ruffled Blouse with Keyhole Neck, Black|Hirakami|15.99|Women|4E0DF19770EDCFC6BF61F43008C79A65|2
59|8.6346|Plus|Olorelle Plus Size Relaxed Cardigan|Olorelle|15.99|Women|BCCCF8FBC2FDC22A4BE3F0322B6C62A2|3
60|21.707|Fashion Hoodies & Sweatshirts|Nimino Women's Cropped Heathered Loopback-Cotton High-Low Sweatshirt, Camel|Nimino|49.00|Women|5D51D21D5EC7CAA49A18B6662A93AC9A|2
61|19.512|Shorts|Rosy Bobbin Women's Easy-Fit Gauze Tap Shorts|Rosy Bobbin|36.00|Women|08D7686F7E257EC43D861C707975E389|5
62|24.7664|Fashion Hoodies & Sweatshirts|Casa Pelerra Women's Striped Burnout-Jersey Off-the-Shoulder Sweatshirt|Casa Pelerra|48.09|Women|2DA2E751118C209080FB0090E1073356|7
63|33.5597|Sleep & Lounge|Valedell Short Leopard-Print Satin Wrap Robe|Valedell|51.95|Women|C09DFB64A03243186D40D96517A80960|4
64|25.8242|Fashion Hoodies & Sweatshirts|Fjelthal Classic-Fit Quilted Fleece Half-Zip Pullover|Fjelthal|49.95|Men|D7F9A2BE4D0892269E5E9BE07203AFCE|4
65|64.2283|Fashion Hoodies & Sweatshirts|Rostis Men's Faded Pima-Cotton Quarter-Zip Sweatshirt|Rostis|109.98|Men|BEF635356DAFAB516A1915C5B51A9D54|1
66|18.1305|Outerwear & Coats|Runigard Men's Relaxed-Fit Insulated Vest|Runigard|45.90|Men|92161CE95403D26E3E76F7AE7F32C0E4|2
67|25.9375|Outerwear & Coats|Amnova Women's Belted Plaid Tweed Peacoat|Amnova|62.50|Women|F8FF9B0B1CC021DCD17B40546F85F7F2|7
68|7.9948|Active|Women's Brushed Track Pants with Hidden Pocket|Open Atlas|18.99|Women|9FE0E5FE4C3025B449F389F761D4D4D9|4
69|16.021|Active|Folded Thistle Women's Cropped French-Terry Yoga Jacket|Folded Thistle|37.00|Women|447FF32F47D2D2248F3B878B6F15286B|1
70|3.839|Plus|Amnova Plus Size Soft-Touch Denim Skinny Jean|Amnova|7.07|Women|9C60D6B480FCF6E69E0F0D2FE90DA78C|10
71|29.16|Tops & Tees|Claitrelle Palm-Print Short-Sleeve Shirt, Denim Blue|Claitrelle|54.00|Men|9459A4288BF2DB12714F99D4DF0694AC|3
72|5.655|Sleep & Lounge|Pinemere Men's Striped Pajama Pants|Pinemere|15.00|Men|7475A203D57203C2CCD0A8637F8C162A|8
73|19.458|Maternity|Willowholm Women's Maternity Secret-Panel Ponte Leggings|Willowholm|46.00|Women|E09301503795B081E7044C67E72EF328|3
74|48.5961|Outerwear & Coats|Wandering Fern Men's Color-Block Waterproof Rain Jacket|Wandering Fern|110.95|Men|DC8C110B8F854E2EB1F46CBDC06D4CE2|10
75|15.9445|Jeans|Rustic Bay Women's Cigarette Jean|Rustic Bay|28.99|Women|654ABC3C24F338684D60174F573EC2E4|3
76|35.174|Outerwear & Coats|Willowholm Men's Textured Cotton-Gabardine Trench Coat, Stone|Willowholm|86.00|Men|7F10B8BB08A8E902278849FE926F6B63|8
77|24.8496|Active|Wide-Waistband Bootcut Yoga Pants|Amberness|53.44|Women|535E42E2A29B8DB59A87E20FE3E6BD64|8
78|40.494|Tops & Tees|Galioby Silk Peplum Top, Rust|Galioby|79.40|Women|7806F3C4BEC2CBBC919B1E2776B3507C|2
79|27.18|Swim|Rinara Geometric Stretch Board Shorts|Rinara|45.00|Men|9D1FE7F24225162C18FC2B0733CC4797|1
80|21.008|Dresses|Willowholm Women's Fine-Gauge Turtleneck Sweater Dress|Willowholm|52.00|Women|D360A924D45E543F1939ED30138024D4|4
81|8.8451|Underwear|Meremoor Men's 3-Pack Stretch-Cotton Crewneck Undershirts|Meremoor|20.96|Men|29FCC8B28BD82C5B0D991BF0FC94BDC2|6
82|7.56|Fashion Hoodies & Sweatshirts|Talairotte Women's French-Terry Raglan Sweatshirt, White|Talairotte|17.50|Women|F997BC7B2CB0A205B759D0B1D6D14063|8
83|15.312|Shorts|Vibria Owen French-Terry Sweat Shorts|Vibria|27.84|Men|DFD9E8BA16F956223E831C1248E76788|6
85|43.01|Accessories|Judd & Colby Men's Wire-Frame Wayfaring Sunglasses with Green Lenses|Judd & Colby|106.99|Men|397C4D4CF2682C2CB850321C66CAEA94|9
87|36.524|Outerwear & Coats|Steady Maple Car Coat|Steady Maple|92.00|Men|EE25C0C27959CBD10088A4A71F0F5874|7
88|28.3298|Swim|Gentry & Birdwell Striped Quick-Dry Surf Shorts|Gentry & Birdwell|45.99|Men|F62A0EADA2456180B21F174405D34997|7
89|28.9605|Fashion Hoodies & Sweatshirts|Faltora Women's Cashmere-Blend Full-Zip Hoodie, Cognac|Faltora|67.35|Women|78246F95260DADF6C26DF7C5EEBF9434|8
92|4.932|Socks & Hosiery|Rowanhill Women's Nylon Stockings, Wine|Rowanhill|12.00|Women|23184778041836A82188A9DCCFE99DC1|2
93|49.0455|Suits & Sport Coats|Rinara Solid Velvet Suit Separate Jacket, Charcoal|Rinara|108.99|Men|559F7E8071453A403DF9542691BA697F|1
94|18.72|Sleep & Lounge|Men's Sleep Tee|Fond Gate|48.00|Men|5E36B582E7A0A1684E2ECEA6B9FDBF95|8
95|29.65|Fashion Hoodies & Sweatshirts|Nawara Men's Faded Textured-Knit Track Jacket, Navy|Nawara|50.00|Men|7D99E62DA8935E96349EFE72D747C074|8
96|34.0355|Swim|Rinara Casper Men's 21-Inch Swim Trunks with Drawstring Waist|Rinara|58.28|Men|B076F8E2D8401A5D4E0A59C3F5AC8730|8
97|12.1113|Shorts|Fabled Nettle Women's Distressed Slub Denim Bermudas|Fabled Nettle|25.99|Women|ABE33CEA623A1C904F59585BAF736590|4
98|32.7968|Swim|Lumtra Men's Long-Sleeve Chlorine-Resistant Surf Tee with Zip Neck|Lumtra|59.20|Men|AC7F9D3EBD7B0D96A33591F2F734AB20|8
99|16.922|Sleep & Lounge|Langdon and Sorrel Atwood Big and Tall Velour Robe|Langdon and Sorrel|41.99|Men|82C6EFD7EC9AE504E25CD5C486756BC3|1
100|6.8563|Socks|First Verse Men's Quarter Socks|First Verse|10.97|Men|1FCDE19E07BDA4E9CDB364BB2ACAEFF0|4
101|20.618|Sweaters|Lively Verse Men's Slim-Fit Lambswool Cardigan|Lively Verse|40.99|Men|464EFE25F1A5C4B5EAE2D66ACDB74371|3
102|31.3823|Tops & Tees|Men's Big and Tall Color-Block Polo Shirt, Moss|Linenhild|52.13|Men|E369BEAE6FCBCD44624E01DD4EEB79D7|2
104|5.775|Tops & Tees|Larkin and Aldous Women's Slouchy Studded Henley|Larkin and Aldous|11.00|Women|809AB52AEC82DA3E56F403C5FB5FD0BD|9
105|36.66|Fashion Hoodies & Sweatshirts|Galrra Men's Slim-Fit Garment-Dyed Brushed-Back Half-Zip Pullover|Galrra|65.00|Men|DBA4322E8AF38F589F95D3437CBE4405|2
106|53.0356|Maternity|Women's Maternity Fitted Striped Peasant Blouse with Cowl Neck|Tall Olive|119.99|Women|9433152CA88729526C62A473CD828EFB|3
107|10.8546|Sweaters|Amnova Men's Marled Wool-Blend Turtleneck Sweater with Suede Placket|Amnova|19.99|Men|76BC81135988D612C94322026C0616BE|1
108|28.6975|Sweaters|Frostwater Women's Relaxed Acrylic Wrap Cardigan|Frostwater|63.49|Women|41D3FC6CF6E06511FB8554A1D361EBC8|10
109|16.3007|Sweaters|Rockworth Walker Classic-Fit Full-Zip Cardigan|Rockworth|30.99|Men|C16C6B31614C9943A36BBD305DC1DE86|1
110|14.0194|Socks|Laurhurst Men's Quarter Socks|Laurhurst|24.99|Men|342EA18B41AB3BA9E95826CFE2102FD6|1
111|35.343|Jeans|Hollowton Men's Five-Pocket Jean|Hollowton|63.00|Men|14BC1818DFDA78F0F3A8F7B2A095EBF5|10
112|85.365|Leggings|Rarotte Women's Stretch-Leather Pull-On Leggings|Rarotte|142.99|Women|26B81B75E0334B11251B9A9CBF8A5E11|6
113|10.0208|Outerwear & Coats|Naowara Men's Shirt Jacket with Stand Collar|Naowara|20.79|Men|CDF824DB38CDB9F1700B2B46A89D29E9|1
114|4.455|Active|Coppercott Men's Heathered Track Pants, Graphite|Coppercott|11.00|Men|A6C161E7D9017CA5162321B4DB5DEB36|6
115|15.293|Accessories|Hollowton Lennox Men's Wide-Brim Straw Army Cap|Hollowton|41.00|Men|7B694E6BEEBE29179A760CC69E03F984|1
117|6.8045|Active|Frostbury Men's Mesh-Panel Training Tee|Frostbury|15.50|Men|B8EF1B257348839F8C0D8DDB95CC26C3|3
118|38.6188|Active|Casa Fenrigg Men's Relaxed-Fit Side-Stripe Wind-Blocking Half-Zip Pullover, Midnight|Casa Fenrigg|87.97|Men|1EA60D2E48BB775245818325F0C5A04D|6
119|7.916|Active|Montgurault Women's High-Rise Training Shorts|Montgurault|19.99|Women|9410772992D4C1FFECBB0ED06D78B713|10
120|8.4565|Socks|Hollowton Men's Midweight Hunting Socks with Full Cushion|Hollowton|12.99|Men|9F79B2DA817BA706F17BB3B2541C0334|3
121|65.64|Jeans|Women's High-Rise Slub-Denim Skinny Jean|Larkmount|120.00|Women|5A21FFB16EB852B81D4583580E928FC7|2
122|120.96|Jeans|Broken Orchard Women's Japanese Denim Skinny Jean|Broken Orchard|210.00|Women|8AFABD26A0F17DACD765DCBE91FBB87F|4
123|61.9448|Sweaters|Cabrifleur Jonah Men's Shaker-Stitch Cotton Shawl Cardigan, Pewter|Cabrifleur|120.75|Men|888228B703A084F27C5968DDE6A29B60|1
124|12.948|Underwear|Talsley Men's Slim-Fit Tartan Broadcloth Boxer Shorts, Cream|Talsley|26.00|Men|46FD71A944E84A83D6C4E3CA3D9AE0B1|2
125|35.28|Accessories|Toshikami Goods Malcolm Men's Trucker Cap|Toshikami Goods|90.00|Men|320C9A12D45B02DFC0E4329E4161E74E|2
126|29.792|Maternity|Galioby Bianca Women's Maternity Silk-Blend Nightgown|Galioby|76.00|Women|87304EC4F5AFF0EB831D529757513CAA|3
127|19.32|Shorts|Casa Fenrigg Men's Straight-Fit Striped Ripstop Pleated Shorts|Casa Fenrigg|42.00|Men|92E63823F5586E5BF1C9A0FF374F1018|7
128|48.111|Pants & Capris|Merra Women's Mid-Rise Striped Cropped Cargo Pants with Tie Hem|Merra|87.00|Women|519F3A11A64E9001878E063E17AD773E|4
130|32.8962|Sweaters|Freythal Women's Slouchy Fair Isle Wool-Blend Crewneck Sweater with Side Slits|Freythal|75.45|Women|44B84ED95285D9FF3FB4B2CEC0F40D44|5
131|31.5006|Swim|Noritis Theo Men's Color-Block Microfiber Swim Trunks|Noritis|48.99|Men|A38858633252104091B1B654FDA970E3|1
132|12.2385|Active|Langdon and Sorrel Men's Compression Tights|Langdon and Sorrel|28.07|Men|ACA7423F84E6D0C0644D8B58A6664579|4
133|121.1817|Outerwear & Coats|Hayward & Callow Men's Camo Waterproof Anorak with Faux-Fur Trim|Hayward & Callow|266.92|Men|AC6AAF8D663EBFE84DF95E21530D01BE|8
136|34.0732|Jeans|Glass Echo Men's Big and Tall Coated-Denim Loose-Leg Jean|Glass Echo|60.20|Men|020EC77CA4165F110B8A92395710FD73|7
137|18.833|Underwear|Garvang Men's Heathered Base Layer Tights, Stone|Garvang|37.00|Men|BB0E23BB842C0CA9F4E6490CE17FF214|2
139|12.432|Socks & Hosiery|Women's 2-Pack 60-Denier Nylon Pantyhose with Sandal Toe|Sedgemere|28.00|Women|6AD5F608CAD6255866930EA8F3BEFC7D|9
140|97.9705|Tops & Tees|Rowanby Women's Fitted Silk-Jersey Scoop-Neck Tee|Rowanby|164.38|Women|3F7339ADA6065BD3BFF0A569A253A3ED|3
143|60.48|Sweaters|True Fig Men's Diamond-Knit Cashmere Pullover Vest with Tipped Neck|True Fig|112.00|Men|7B75FF2F5997924483C42196F82DB2A1|9
144|23.7388|Swim|Cobmarch Men's Recycled Swim Trunks|Cobmarch|38.98|Men|0DCD54083C4CD09790A47CAC27FA2411|7
150|19.4417|Pants|Marlow & Drew Micro-Check Stretch-Twill Bedford Pants, Espresso|Marlow & Drew|44.90|Men|38D445646BA9F08C01C22BB9609FE7F7|3
152|16.798|Swim|Plain Moth Adeline Women's Full-Coverage Hipster Bikini Bottom|Plain Moth|37.00|Women|B2C4AA599AF9304D2BA345CA41E7D750|1
153|3.5263|Accessories|Vidastrand Men's Touchscreen Gloves, Moss|Vidastrand|8.95|Men|8BBFEAD8D76C90C79D8D236973B741A3|10
155|12.5081|Active|Skarholm Label Reflective Track Jacket|Skarholm Label|31.99|Men|EC3E422DB88DB7479C01C4D5D43FCD1F|1
156|13.86|Plus|Plus Size Wrap Dress with Jeweled Waist|Kingrigg|26.25|Women|3E16440257911E67C4027FC12A75DAF4|9
158|18.468|Tops & Tees|Mebeltessa Women's Cropped Surplice Top|Mebeltessa|36.00|Women|E5D611F92E8D56C32085150121A3D13B|8
159|6.7306|Dresses|Moritsu Women's Belted Ombre Tank Dress|Moritsu|14.29|Women|940B61366778396C387A35AD65DA3B57|3
162|19.0585|Shorts|Casa Fenrigg Women's 4-Inch Floral Linen Cuffed Shorts|Casa Fenrigg|40.55|Women|9940232F976BBEA96A5DD3158125CBD0|1
163|19.307|Underwear|Men's Mid-Rise Seamless Briefs|Ingavik Collective|43.00|Men|8C2D463923BDBC46D52C010F0DB7605B|2
165|6.223|Socks|Akshidori Men's 6-Pack Striped Cotton Cycling Socks|Akshidori|9.80|Men|8F043A44D1BB472514DE759CAE07C669|7
167|11.1178|Socks|Sedgemount Men's 4-Pack Ribbed Stretch-Nylon Casual Socks|Sedgemount|17.99|Men|D99806E4668C67C570F8CD2E48311E17|6
170|14.476|Tops & Tees|Norana Women's Popover Shirt|Norana|28.00|Women|1F98D96BB6480F074FA71054FD22C347|10
174|4.04|Blazers & Jackets|Rosehaven Tailored Twill One-Button Blazer with Contrast Lining|Rosehaven|10.00|Women|3620FEF13C3EEED57D85207D7ED3A06E|3
180|18.6538|Sleep & Lounge|Mebeltessa Mila Women's Knee-Length Floral Babydoll Gown|Mebeltessa|29.99|Women|E8A04099A8B42866AF65E0807280290C|3
181|19.3468|Suits & Sport Coats|Men's Dinner Suit|Ironrow Edition|43.97|Men|907F3F3D94D2DDD4C43969F38F06C239|8
182|16.1622|Plus|Thorne & Chase Women's Plus Size Three-Quarter Sleeve Shrug, Rust|Thorne & Chase|32.85|Women|CC6FB4C0E26516367565D7F7078EB1BF|4
183|25.4643|Sleep & Lounge|Valmund Women's Pajama Pants with Eye Mask, Cocoa|Valmund|44.99|Women|D2B4707DEDFC7BD58B33C7B9FEBAF9BA|8
184|9.4021|Socks|Rookbridge Men's Running Socks with Blister Guard|Rookbridge|15.99|Men|110BD9B5AE372141C0B324DAA671EAE6|3
185|27.1155|Plus|Boone & Wade Plus Size Full-Coverage Tankini Set|Boone & Wade|59.99|Women|517C20C8506E701655454FB8CC566886|3
188|61.7141|Pants|Pasbrirelle Men's Camo Carpenter Pants with Belt|Pasbrirelle|132.15|Men|F4D4961906BB5475EFFB77AC17576470|9
189|9.7196|Dresses|Delena Women's Polka-Dot Scuba-Knit Wrap Dress|Delena|21.99|Women|F9180DFF5E333BEE92E880A97D06ECE6|3
190|5.59|Pants|Halenfors Men's Slim-Fit Hiking Pants, Rust|Halenfors|13.00|Men|4A8DBCFDA640D60992B7F74C6C6C556B|1
191|25.8578|Blazers & Jackets|Willowholm Women's Bomber Jacket|Willowholm|74.95|Women|2A230F67339C656C8CFA5A599FC86860|6
193|333.7399|Active|Ravoley Women's Cropped Quick-Dry Training Tee|Ravoley|815.99|Women|7FDD92AECD8F42E37FDA52600DF9209D|3
197|48.076|Skirts|Sanay Silk Maxi Skirt|Sanay|119.00|Women|A13EAB0D8009881CEA97C47CAFDC198E|3
200|3.8557|Socks & Hosiery|Vesphe Eloise Women's Striped Boot Socks, Oatmeal|Vesphe|10.77|Women|788F140037169EDA59C66E61EF10EFEF|5
201|35.1751|Pants|Nimino Men's Reinforced Stretch-Canvas Work Pants, Burgundy|Nimino|83.95|Men|3558EFF6C0EB3D08DFC5D68774FB6B21|9
204|55.8258|Sweaters|Neon Yarn Tilda Women's Three-Quarter Sleeve Cashmere Waterfall Cardigan, Midnight|Neon Yarn|134.52|Women|21FED4E97F084C489E21970C4C1A9604|9
205|41.283|Sweaters|Glass Echo Women's Silk-Cashmere Crewneck Sweater with Elbow Patches, Charcoal|Glass Echo|99.00|Women|695C0597F10548226FB892D5E447B20B|4
206|22.8236|Swim|Jorstad Women's Striped Terry Beach Shirt|Jorstad|51.99|Women|B7042BAD590731B29A73D73C8612006B|3
220|25.7209|Active|Plum Yarn Side-Stripe Wind Pants, Navy|Plum Yarn|60.95|Men|718842336B7374B3738BD4B785960898|7
223|13.2176|Blazers & Jackets|Amfleur Women's Sequined Brocade Kimono Jacket with Three-Quarter Sleeves, Black|Amfleur|38.99|Women|AC52607E8EDE2AA51FF63A7648C7810B|7
230|4.9477|Socks & Hosiery|Women's 2-Pack 20-Denier Sweater Tights with Comfort Waistband|Thallis|11.98|Women|A4E6B21551BA28150FB298CD798BC7B6|7
232|4.005|Accessories|Malais Waist Belt, Oatmeal|Malais|9.00|Women|A34972C92EAEC6D6EA9B2D07C7CCFC20|8
234|26.0767|Jumpsuits & Rompers|Women's Striped Culotte Jumpsuit|Autumn Petal|48.56|Women|8D559A2CD53E70767B5C35BAA250ADBC|9
238|120.3699|Clothing Sets|Auline Women's Knit Jacket and Dress Set with Pleated Hem|Auline|199.95|Women|428B2AFB56CEEA9DFE877D75DFC303B3|3
241|104.2239|Suits & Sport Coats|Delais Standard Pierce Men's Herringbone Worsted Two-Button Suit|Delais Standard|257.98|Men|3D216B7C87E81A1884872FBDA89A7A91|10
244|48.251|Dresses|Velvet Echo Women's Pleated Satin Cocktail Dress|Velvet Echo|113.00|Women|1E461EEED9226017B89081F5971FEE54|3
247|73.6743|Accessories|Torilund Cashmere Beanie|Torilund|196.99|Women|1F011B70E9891E39704EDFB7381F4A2B|1
249|9.2422|Leggings|Loriava Workshop Petra Seamless Leggings, Plum|Loriava Workshop|15.99|Women|81F3D37DAD1C2684EBDA976D87B93585|4
250|55.2701|Accessories|Rustic Tailor Women's Satin Scarf|Rustic Tailor|125.90|Women|9866F22B7AF9DAEEC2B9E40AB44C27A3|9
254|2.2658|Accessories|Hedgelea Marina Women's Slouch Hat|Hedgelea|6.01|Women|AE584C723932EB7EC71F508D5E3AA17F|7
258|20.3445|Pants & Capris|Meadowrow Women's Slouchy Striped Gauze Soft Pants with Ruched Ankles|Meadowrow|36.99|Women|F68BCF4A4840A8F6898362F34707F83A|1
264|25.7612|Suits & Sport Coats|Junva Men's Paisley Linen-Blend Tuxedo Vest|Junva|58.95|Men|9FC106D7052B40D11AD5992C685BBBFF|1
266|4.161|Socks & Hosiery|Jorstad Women's 2-Pack Fair Isle Bamboo Crew Socks|Jorstad|10.95|Women|6F0248FB4D57816E6A67C75A4CB446B9|5
271|5.0839|Leggings|Heliborg Footless Leggings, Camel|Heliborg|9.03|Women|7CD4937E3C124E66D8141E2A6A1A2269|1
275|31.5217|Pants & Capris|Lurino Women's Petite Lace-Hem Pedal Pushers|Lurino|64.33|Women|AFB5BF7B4615BB035A36B1168AFEEE07|3
280|17.00|Dresses|Delena Paloma Women's Long-Sleeve Bodycon Dress|Delena|34.00|Women|3D6C3E276DF177A314EB33341B3C2CBE|1
283|10.727|Leggings|Neliana Women's Seamless Leggings, Pewter|Neliana|17.00|Women|D7362AAF7B16E895FCEF9B60FE445721|1
292|114.9453|Outerwear & Coats|Yumaru Women's Asymmetric Shearling-Lined Field Jacket|Yumaru|241.99|Women|176514DCB82CEB0B39B02AE0307F5033|8
294|25.133|Swim|Amfleur Women's Easy-Fit Striped Swim Cover-Up|Amfleur|62.99|Women|EF4F5C0C791A365ADB199B3955644102|7
297|43.945|Jumpsuits & Rompers|Willowholm Women's Relaxed Stretch-Silk Jumpsuit|Willowholm|79.90|Women|F83E28312E51B5DD493AE3C94A1AE22D|6
303|13.992|Accessories|Solenmark Women's Striped Lightweight Shawl with Beaded Edge|Solenmark|33.00|Women|B5E06DD78CB49CA7A00376336389A8B4|8
309|6.1211|Leggings|Periaster Women's Seamless Capri Leggings|Periaster|10.95|Women|C84591A1E7826F50B5F0E1D0F9343EF1|4
320|52.894|Outerwear & Coats|Newburn Women's Cropped Utility Jacket|Newburn|106.00|Women|8ABE64975E0F5AF810EB68D8E4EE69B5|3
323|17.6985|Leggings|Cobland Matilda High-Waist Stretch-Twill Liquid Leggings|Cobland|28.50|Women|E05977B46EB26D49ABF22D11F62B0C65|2
325|6.669|Accessories|Women's Tortoiseshell Wire-Frame Aviator Sunglasses|Casa Dunpool|19.00|Women|E37ED988F5E965C30EDCED38E93AB889|8
326|3.4263|Skirts|Lacey & Brandt Mirabel Women's Easy-Fit Paisley Cotton-Gauze Maxi Skirt with Lace Inset|Lacey & Brandt|8.46|Women|35B998F9892B57178347B4DD5580981F|6
331|23.1258|Outerwear & Coats|Lundarik Women's Cinched-Waist Color-Block Puffer Vest|Lundarik|49.52|Women|E2D881B200EC592E19815CB8066772F8|9
337|45.133|Swim|Tall Olive Women's Shimmer Boyshort Bikini Bottom|Tall Olive|121.00|Women|9CE930902D771CEC584A524728D87C57|8
341|42.108|Blazers & Jackets|Botakaze Women's Herringbone Double-Breasted Blazer|Botakaze|116.00|Women|393AB35D2BDE9A8080C4AF9E7DFDCA35|3
356|10.5078|Blazers & Jackets|Crowmead Women's Ponte Bolero Jacket|Crowmead|24.90|Women|CEFA7FFBCA07B612A8F66413BB737FD3|7
357|13.199|Swim|Tezano Tummy-Control Abstract-Print Matte Tankini Set, Black|Tezano|33.50|Women|E81D30C466B4B2B9F87AF249835B01D7|1
363|58.919|Swim|Ashcote Trading Co. Women's Long-Torso Tiered Bandeau One-Piece|Ashcote Trading Co.|133.00|Women|34271F32C12B1DB41C5AE72144E06514|2
368|56.9181|Clothing Sets|Ochre Heron Women's Tailored Two-Piece Skirt Set|Ochre Heron|85.72|Women|4F75D1B361A00475E3480A6DEEB4F14E|3
410|16.8682|Skirts|Women's Jacquard Crepe Straight Skirt|Lone Basket|38.60|Women|D6AA749AE29FA2C2B1E2A671F8C486A2|2
415|9.686|Jumpsuits & Rompers|Noralund Women's Velvet Playsuit|Noralund|17.74|Women|3A48F1BB679C1A782BC28362806EB803|9
459|6.0318|Pants & Capris|Kalrud Petite Striped Capri Pants|Kalrud|10.49|Women|135BFE2C584943371A3C98F02F3C58DE|6
492|54.264|Skirts|Amberness Women's Petite Suede Pencil Skirt with Belt|Amberness|133.00|Women|4D98F4D09977794A294C4D6B16AD3521|9
504|14.832|Skirts|Royal Hill Zoe Women's Slim-Fit Color-Block Wool-Blend Straight Skirt|Royal Hill|36.00|Women|53ABEE140C2B27CF7A84AC65D06D189A|7
534|50.7564|Pants & Capris|Ambelle Easy-Fit Lace-Hem Cropped Pants|Ambelle|91.95|Women|599D88559891B6507851E047611AE75E|2
601|77.6177|Clothing Sets|Netherwyn Mercantile Women's Silk-Blend Jacket and Dress Set with Pleated Hem|Netherwyn Mercantile|123.99|Women|131D9BDE25D32421B7ECAC3F0C203C24|8
628|6.087|Skirts|Talford Women's Linen Tiered Skirt|Talford|14.39|Women|8DBE78649186F9E77AB4557E56109E2C|2
808|110.207|Suits|Amberness Single-Breasted Italian Wool Three-Piece Suit with Matching Shell|Amberness|191.00|Women|712B4ED4C74958446AB706048AD9799C|10
810|16.6896|Jumpsuits & Rompers|Amberness Women's Sleeveless Floral Playsuit|Amberness|32.47|Women|739B2021015BF9B46E5AF111CB98CE1F|6
873|70.9264|Suits|Amberness Women's Petite Three-Piece Suit, Midnight Blue|Amberness|122.71|Women|3829A4281035F9C911B7BBAA406C3889|5
1093|10.6914|Suits|Royal Hill Houndstooth Linen-Blend Two-Piece Pant Suit|Royal Hill|18.99|Women|56607155E3055714ABDA6D88BD060C79|7
1094|45.6466|Clothing Sets|Ebony Feather Sylvie Lace-Trim Knit Cardigan and Shell Set, Navy|Ebony Feather|70.99|Women|4E6B1569B4D4C9460B6FD3CF6887108E|1
1170|86.3712|Suits|Amberness Women's Single-Breasted Melange Wool-Blend Two-Piece Skirt Suit|Amberness|149.95|Women|4252FE448C70BDD4F2542396921A9E11|6
1287|91.933|Suits|Willowholm Women's Single-Breasted Silk-Blend Two-Piece Pant Suit, Navy|Willowholm|149.00|Women|7DC9CF58C0D3F2C29C309CA61DC9CF5C|2
1303|22.842|Jumpsuits & Rompers|Helgard Women's Wide-Leg Jumpsuit|Helgard|47.00|Women|D8C644A6A244DEFF610F29C37729BA90|9
1488|5.995|Jumpsuits & Rompers|Women's Tie-Dye Culotte Jumpsuit|Thélufleur|11.00|Women|5983F19D29EFDBCD63BE6481A345A838|3
1743|39.494|Clothing Sets|Fabled Nettle Women's Petite Beaded Jacket and Dress Set, Dusty Rose|Fabled Nettle|62.00|Women|430FC988DEE3E550BDD867B91DE9C8CE|7
3674|67.7101|Clothing Sets|Ochre Heron Petite Merino Cardigan and Shell Set|Ochre Heron|113.99|Women|3A540D53C3BBA67B35A8768712F898B8|2
`
  .trim()
  .split('\n');
