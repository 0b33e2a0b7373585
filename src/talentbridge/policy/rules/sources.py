"""What the shipped rows were read in, named so that it is read in both languages. A source of a shipped row is one of these.

Names are English with the title and number that the source itself has; the catalogues hold the Korean ones. What an operator
types as a source stands as it is typed.
"""

from __future__ import annotations

from talentbridge.kernel.text import N_

OF_THE_PLATFORM = (
    N_("Fee table of the operator (sample value)"),
    N_("Sample rate for demonstration, not a quotation"),
    N_("Terms of the platform: silence for 14 days after delivery accepts"),
    N_("Terms of the platform: one extension of a request about matching, with its reason"),
    N_("Four-fifths rule of thumb from United States selection practice"),
    N_("Judgement of the platform"),
    N_("General knowledge, not verified"),
    N_("Secondary source, not named in the project's notes"),
    N_("Open question of the project's research (2026-11-22)"),
)
OF_THE_SPECIFICATION = (
    N_("K-Digital Talent Bridge specification, table on the United States"),
    N_("K-Digital Talent Bridge specification, table on Japan"),
    N_("K-Digital Talent Bridge specification, table on Vietnam"),
    N_("K-Digital Talent Bridge specification, table on India"),
    N_("K-Digital Talent Bridge specification, strengths, weaknesses and responses by country"),
    N_("K-Digital Talent Bridge specification, summary of strengths, weaknesses and responses"),
    N_("K-Digital Talent Bridge specification, table of hiring channels"),
    N_("K-Digital Talent Bridge specification, table of forms of employment"),
    N_("K-Digital Talent Bridge specification, table of ways of working"),
    N_("K-Digital Talent Bridge specification, slide ‘The problem around us’"),
    N_("K-Digital Talent Bridge specification, slide ‘A new approach to securing talent’"),
    N_("K-Digital Talent Bridge specification, implications for companies and for policy"),
    N_("K-Digital Talent Bridge specification, points to mind for working together"),
    N_("K-Digital Talent Bridge specification, talent programmes of major countries"),
    N_("K-Digital Talent Bridge specification, note on KOTRA's overseas talent centre"),
)
ELSEWHERE = (
    N_("17 USC 101 (omnivoo, secondary source)"),
    N_("AI Basic Act (Act no. 20676, amended 2026-01-20 by Act no. 21311), several reports"),
    N_("AI Basic Act art. 2; ket.kr, briefing of 2026-01-20"),
    N_("AI Basic Act art. 31 (secondary source)"),
    N_("AI Basic Act art. 33, decree art. 25(4) (secondary source)"),
    N_("AI Basic Act art. 34(1) (secondary source)"),
    N_("AI Basic Act art. 35 (secondary source)"),
    N_("AI Basic Act art. 43 (etoday, ket.kr)"),
    N_("AI Basic Act, decree art. 25(4) (secondary source)"),
    N_("ASEAN Briefing (secondary source)"),
    N_("Baker McKenzie (secondary source)"),
    N_("Certified Labour Affairs Consultant Act art. 27 (secondary source)"),
    N_("Copyright Act arts. 14, 45(2) and 54 (text quoted)"),
    N_("Copyright Act arts. 2 and 9 (text quoted)"),
    N_("Corporate Tax Act, general rule 93-132…8; case of a US game of 2021 (intn.co.kr)"),
    N_("daum 2024-11, article on the conditions of D-8-4"),
    N_("Digital Signature Act art. 3(1) (quoted by krunis and Modusign)"),
    N_("Digital Signature Act art. 3(2) (quoted by krunis and Modusign)"),
    N_("DORA research (secondary source)"),
    N_("edaily 2024-11; allvisakorea (Startup Korea special visa)"),
    N_("Electronic Financial Transactions Act (promulgated 2025-12-16; edaily, Jipyong, Hwawoo)"),
    N_("emerald (secondary source)"),
    N_("Employment Security Act art. 18 (text quoted by Ilyo Seoul)"),
    N_("Employment Security Act art. 23 (text quoted by Ilyo Seoul)"),
    N_("Employment Security Act art. 23 and following (in force 2023-03-28, as reported by Ilyo Seoul)"),
    N_("eor.asia (secondary source)"),
    N_("ESCO, European Commission (version 1.2)"),
    N_("EU AI Act, Annex III(4); Digital Omnibus positions of March 2026 (euaiactnyc)"),
    N_("Fair Hiring Procedure Act (copy of the act; reports by MBC and wowtv)"),
    N_("Foreign exchange rules, payment to a third party (as reported by Hankyung)"),
    N_("Foreign exchange rules, set-off (as reported by Hankyung)"),
    N_("Foreign Trade Act (material of KOSA and MSIT, dlight)"),
    N_("Forsgren et al. 2021, as quoted by Packt"),
    N_(
        "Framework Act on Electronic Documents and Transactions arts. 4 and 4-2 (quoted by krunis and Modusign)"
    ),
    N_("HiKorea notice on GNI per capita, as quoted in a Korean blog"),
    N_("IANA time zone data, computed for January and July 2026"),
    N_("Income Tax Act art. 156(1) (personal services)"),
    N_("Income Tax Act art. 156(1) (royalties)"),
    N_("Income Tax Act art. 156(1) (text at lawnb; NTS questions and answers)"),
    N_(
        "Income Tax Act art. 156(1), decree art. 207(2); Korea–India tax treaty art. 12 (NTS reply in writing)"
    ),
    N_(
        "Income Tax Act art. 156(1); protocol to the Korea–Vietnam tax treaty (in force 2021-01-20, "
        "technical services, at most 7.5 % in the source state)"
    ),
    N_(
        "India, Copyright Act s.17, s.19(5), 19(6); Pine Labs v Gemalto (Delhi High Court 2011), secondary source"
    ),
    N_("Industrial Technology Protection Act art. 11; MOTIE guide of 2025-04 (nepla)"),
    N_("ipstyle on Diia City (secondary source)"),
    N_("IT Ukraine (secondary source)"),
    N_("Japan, Copyright Act art. 61② (not verified)"),
    N_("Japan, Freelance Act (in force 2024-11-01), secondary source"),
    N_("JSON Resume schema 1.3.1 (MIT); schema.org JobPosting"),
    N_("k-life: E-7-1 visa (page of a private guide)"),
    N_("Kazakhstan, State Revenue Committee (KGD), as read 2026-11"),
    N_("korea.net, 2025-03-06"),
    N_("korea.net; Korea University notice on K-STAR"),
    N_("korean.net/Yonhap, 2025-04-02, launch of the Top-Tier visa"),
    N_("Korea–Japan tax treaty, art. 14 (secondary source)"),
    N_("Korea–Japan tax treaty, art. 14 (secondary source); NTS ruling 사전-2023-법규국조-0339"),
    N_("KOSA average wages of software engineers applied in 2025 (statistic 375001), secondary source"),
    N_("KOSA ITSQF and its guide of 2025-12 with SK AX (newspim, itdaily, SPRi)"),
    N_("KOSA notice as reported by zdnet 2025-12-23"),
    N_("letsdatascience, 2026-07-02, quoting the ministries' announcement"),
    N_("Local Tax Act (local income tax withheld, 10 % of the income tax)"),
    N_("Malaysia, Employment Act s.101C (secondary source)"),
    N_("Malaysia, Gig Workers Act 2025 (Act 872), as described by mylaw and Vialto"),
    N_("Ministry of Economy and Finance, as reported by Segye and wikitree"),
    N_("Ministry of Foreign Affairs, list of tax treaties (2022-12)"),
    N_("Ministry of Justice notice no. 2025-106 (2025-03-20), wage condition of E-7 (as reported by kmcn)"),
    N_("Ministry of Justice notice of 2025-12-29, wage condition of E-7 (as reported by kmcn and kowork)"),
    N_("MSIT standard contracts of 2020-12 (as reported by moneys)"),
    N_(
        "NTS reply in writing on art. 12 of the Korea–India tax treaty; Income Tax Act art. 156①, decree art. 207②"
    ),
    N_("NTS ruling 사전-2021-법령해석국조-1546"),
    N_("NTS ruling 사전-2022-법규국조-1074 on the place of performance; the treaty's own text was not read"),
    N_("NTS ruling 사전-2022-법규국조-1074; 사전-2021-법령해석국조-1546; 사전-2023-법규국조-0339"),
    N_("NYC Local Law 144 (employsome)"),
    N_("O*NET (CC BY 4.0)"),
    N_("omnivoo (secondary source)"),
    N_("Orbitax (secondary source): protocol to the Korea–Poland tax treaty"),
    N_("panther (secondary source)"),
    N_("papaya (secondary source)"),
    N_("Personal Information Protection Act art. 15 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 16 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 17 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 26 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 28-12 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 28-2 and following (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 28-8 (promulgated 2026-09-08, Act no. 21910)"),
    N_(
        "Personal Information Protection Act art. 28-8; recognition of equivalence (PIPC, as reported by zdnet)"
    ),
    N_("Personal Information Protection Act art. 29 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 30 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 34 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 37-2 (promulgated 2026-09-08, Act no. 21910)"),
    N_(
        "Personal Information Protection Act art. 37-2 and the decree's time limits (summary by Kim & Chang, 2024-05)"
    ),
    N_("Personal Information Protection Act art. 38 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act art. 39-2 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act arts. 23, 24 and 24-2 (not read)"),
    N_("Personal Information Protection Act arts. 28-9 and 28-11 (promulgated 2026-09-08, Act no. 21910)"),
    N_("Personal Information Protection Act arts. 32 and 33 (promulgated 2026-09-08, Act no. 21910)"),
    N_(
        "Personal Information Protection Act arts. 35, 35-2, 36 and 37 (promulgated 2026-09-08, Act no. 21910)"
    ),
    N_("Personal Information Protection Act arts. 39 and 39-2 (promulgated 2026-09-08, Act no. 21910)"),
    N_("PIPC guide; summaries by Jipyong and Kim & Chang"),
    N_("PIPC, recognition of equivalence of 2025-09-16 (as reported by zdnet)"),
    N_("PIPC, recognition of equivalence of 2025-09-16 (as reported by zdnet); Kim & Chang"),
    N_("Poland, labour inspection (PIP) reform, as described by ATL and Woźniak"),
    N_("Press on China's K visa, 2025-10-01"),
    N_("Private guide bangduty on E-7-S"),
    N_(
        "Protocol to the Korea–Vietnam tax treaty, MOEF release of 2019-12-03 as reported by samili and taxtimes"
    ),
    N_("respicio, 2025 (secondary source)"),
    N_("Seoul High Court, judgment of 2023-09-20 (secondary source)"),
    N_("Several private guides on the workation visa; the Ministry of Justice's own text was not read"),
    N_("Software Promotion Act art. 38, six standard contracts (SPRi, moneys, gen.or.kr)"),
    N_("Specification of the platform, table of other countries' policies"),
    N_("SPRi on the software standard contracts"),
    N_("Supreme Court of Korea 2004Da29736, 2019Du50168 (judgments on Wikisource)"),
    N_("Test of the library holidays 0.109 (2026: no entry)"),
    N_("The specification (L1348–1395)"),
    N_("The specification (L1466 on)"),
    N_("The specification's slides on India (year unknown)"),
    N_("The specification's slides on Vietnam (L841 and L985; year unknown)"),
    N_("US State, Treasury and FBI advisory of 2022-05-16 (Baker McKenzie)"),
    N_("US: IRS common-law test; DOL proposed rule of 2026-02-27 (secondary source)"),
    N_("Value-Added Tax Act art. 52, NTS interpretation (brunch article)"),
    N_("Vietnam, IP Law art. 39, as described by bross"),
    N_(
        "Vietnam, Law 91/2025 and Decree 356/2025 (recordinglaw, siglaw, Mondaq); Korean Personal "
        "Information Protection Act art. 28-8; recognition of equivalence (PIPC, as reported by zdnet)"
    ),
    N_("Vietnam, Law 91/2025, as described by recordinglaw, siglaw and Mondaq"),
    N_("virginiatimesnow, 2025-09, H-1B proclamation"),
    N_("vneconomy (secondary source)"),
    N_("vneconomy (secondary source): 21.5 % = 17.5 + 3 + 1"),
)
SOURCES = OF_THE_PLATFORM + OF_THE_SPECIFICATION + ELSEWHERE
