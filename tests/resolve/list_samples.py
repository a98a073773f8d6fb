"""Lists in every form that foja reads, as small as they can be, about people of the test stories. All typed here."""

from __future__ import annotations

import json
from io import BytesIO

from foja.model.lists import ListEntry, Unlisted
from foja.resolve.lists.reading import HEAD, entries, form_of

OFAC_XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd">
<publshInformation><Publish_Date>04/10/2001</Publish_Date><Record_Count>3</Record_Count></publshInformation>
<sdnEntry><uid>11</uid><firstName>Tomás</firstName><lastName>REY</lastName><title>Harbour master</title>
<sdnType>Individual</sdnType><remarks>(Linked To: PIER NINE CO.)</remarks>
<programList><program>LIRA</program><program>PORTS</program></programList>
<idList><id><uid>1</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
<akaList><aka><uid>2</uid><type>a.k.a.</type><category>strong</category><lastName>REI</lastName><firstName>Tomas</firstName></aka>
<aka><uid>3</uid><type>a.k.a.</type><category>weak</category><lastName>EL CAPITÁN</lastName></aka></akaList>
<addressList><address><uid>4</uid><city>Lira</city><country>Uganda</country></address></addressList>
<nationalityList><nationality><uid>5</uid><country>Spain</country></nationality></nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>6</uid><dateOfBirth>07 Oct 1954</dateOfBirth></dateOfBirthItem>
<dateOfBirthItem><uid>7</uid><dateOfBirth>circa 1955</dateOfBirth></dateOfBirthItem></dateOfBirthList>
<placeOfBirthList><placeOfBirthItem><uid>8</uid><placeOfBirth>Vigo, Spain</placeOfBirth></placeOfBirthItem></placeOfBirthList>
</sdnEntry>
<sdnEntry><uid>12</uid><lastName>PIER NINE CO.</lastName><sdnType>Entity</sdnType>
<programList><program>PORTS</program></programList></sdnEntry>
<sdnEntry><uid>13</uid><lastName>TOMAS</lastName><sdnType>Vessel</sdnType></sdnEntry>
</sdnList>
"""  # noqa: E501

SDN_CSV = """11,"REY, Tomás","individual","LIRA] [PORTS","Harbour master",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 07 Oct 1954; alt. DOB 1953 to 1955; POB Vigo, Spain; nationality Spain; Gender Male; a.k.a. 'EL CAPITÁN'; Linked To: PIER NINE CO."
12,"PIER NINE CO.",-0- ,"PORTS",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
13,"TOMAS","vessel","PORTS",-0- ,"Call",-0- ,-0- ,-0- ,-0- ,-0- ,-0-
\x1a
"""  # noqa: E501
ALT_CSV = '11,2,"aka","REI, Tomas",-0-\n12,3,"fka","PIER EIGHT CO.",-0-\n\x1a\n'
ADD_CSV = '11,4,-0-,"Lira","Uganda",-0-\n'

UN_XML = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2001-04-10T19:09:49.856-04:00"><INDIVIDUALS>
<INDIVIDUAL><DATAID>21</DATAID><FIRST_NAME>Tomás</FIRST_NAME><SECOND_NAME>Rey</SECOND_NAME><THIRD_NAME/>
<UN_LIST_TYPE>Lira</UN_LIST_TYPE><REFERENCE_NUMBER>LIi.001</REFERENCE_NUMBER><LISTED_ON>2001-03-03</LISTED_ON>
<GENDER>Male</GENDER><NAME_ORIGINAL_SCRIPT>توماس ري</NAME_ORIGINAL_SCRIPT><COMMENTS1>Review pending.</COMMENTS1>
<DESIGNATION><VALUE>Harbour master</VALUE></DESIGNATION><NATIONALITY><VALUE>Spain</VALUE><VALUE>Atlantis</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Tomas Rei</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>El Capitán</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><COUNTRY>Uganda</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1953</FROM_YEAR><TO_YEAR>1955</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1955</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Vigo</CITY><COUNTRY>Spain</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
</INDIVIDUAL></INDIVIDUALS><ENTITIES>
<ENTITY><DATAID>22</DATAID><FIRST_NAME>Pier Nine Company</FIRST_NAME><UN_LIST_TYPE>Lira</UN_LIST_TYPE>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Pier Eight</ALIAS_NAME></ENTITY_ALIAS></ENTITY>
</ENTITIES></CONSOLIDATED_LIST>
"""  # noqa: E501

EU_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2001-04-10T21:24:35.826+01:00" globalFileId="1">
<sanctionEntity designationDate="2001-03-03" designationDetails="" unitedNationId="LIi.001" euReferenceNumber="EU.1.01" logicalId="31">
<remark>Review pending</remark>
<regulation regulationType="amendment" organisationType="council" publicationDate="2001-03-04" entryIntoForceDate="2001-03-05" numberTitle="12/2001 (OJ L9)" programme="LIR" logicalId="1"><publicationUrl>http://example.org</publicationUrl></regulation>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Tomás" middleName="" lastName="Rey" wholeName="Tomás Rey" function="Harbour master" gender="M" title="Captain" nameLanguage="ES" strong="true" regulationLanguage="en" logicalId="2"/>
<nameAlias firstName="" middleName="" lastName="" wholeName="Томас Рей" function="" title="" nameLanguage="RU" strong="true" regulationLanguage="en" logicalId="3"/>
<nameAlias firstName="" middleName="" lastName="" wholeName="El Capitán" function="" title="" nameLanguage="" strong="false" regulationLanguage="en" logicalId="4"/>
<citizenship region="" countryIso2Code="ES" countryDescription="SPAIN" regulationLanguage="en" logicalId="5"/>
<birthdate circa="false" calendarType="GREGORIAN" city="Vigo" zipCode="" birthdate="1954-10-07" dayOfMonth="7" monthOfYear="10" year="1954" region="" place="" countryIso2Code="ES" countryDescription="SPAIN" regulationLanguage="en" logicalId="6"/>
<birthdate circa="true" calendarType="GREGORIAN" city="" year="1955" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="7"/>
<birthdate circa="false" yearRangeFrom="1953" yearRangeTo="1955" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="8"/>
<address city="Lira" countryIso2Code="UG" countryDescription="UGANDA" logicalId="9"/>
</sanctionEntity>
<sanctionEntity euReferenceNumber="EU.2.01" logicalId="32"><subjectType code="enterprise" classificationCode="E"/>
<nameAlias wholeName="Pier Nine Company" strong="true" logicalId="10"/></sanctionEntity>
</export>
"""  # noqa: E501

_EU_COLUMNS = [
    "fileGenerationDate", "Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_UnitedNationId",
    "Entity_DesignationDate", "Entity_DesignationDetails", "Entity_Remark", "Entity_SubjectType",
    "Entity_SubjectType_ClassificationCode", "Entity_Regulation_NumberTitle", "Entity_Regulation_Programme",
    "NameAlias_LastName", "NameAlias_FirstName", "NameAlias_MiddleName", "NameAlias_WholeName",
    "NameAlias_NameLanguage", "NameAlias_Gender", "NameAlias_Title", "NameAlias_Function", "Address_CountryIso2Code",
    "Address_CountryDescription", "BirthDate_BirthDate", "BirthDate_Day", "BirthDate_Month", "BirthDate_Year",
    "BirthDate_Circa", "BirthDate_City", "BirthDate_CountryDescription", "Citizenship_CountryIso2Code",
    "Citizenship_CountryDescription",
]  # fmt: skip


def eu_csv(*rows: dict[str, str]) -> str:
    """A table with these cells; the others are empty."""
    lines = [";".join(_EU_COLUMNS)]
    lines += [";".join(f'"{row[name]}"' if name in row else "" for name in _EU_COLUMNS) for row in rows]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


_OWN = {
    "fileGenerationDate": "10/04/2001", "Entity_LogicalId": "31", "Entity_EU_ReferenceNumber": "EU.1.01",
    "Entity_UnitedNationId": "LIi.001", "Entity_DesignationDate": "2001-03-03", "Entity_Remark": "Review\npending",
    "Entity_SubjectType": "person", "Entity_SubjectType_ClassificationCode": "P",
    "Entity_Regulation_NumberTitle": "12/2001 (OJ L9)", "Entity_Regulation_Programme": "LIR",
}  # fmt: skip
EU_CSV = eu_csv(
    {**_OWN, "NameAlias_WholeName": "Tomás Rey", "NameAlias_Gender": "M", "NameAlias_Function": "Harbour master"},
    {**_OWN, "NameAlias_WholeName": "Томас Рей", "NameAlias_NameLanguage": "RU"},
    {**_OWN, "BirthDate_BirthDate": "1954-10-07", "BirthDate_City": "Vigo", "BirthDate_CountryDescription": "SPAIN"},
    {**_OWN, "Citizenship_CountryIso2Code": "ES"},
    {**_OWN, "Address_CountryIso2Code": "UG"},
    {
        "fileGenerationDate": "10/04/2001", "Entity_LogicalId": "32", "Entity_SubjectType": "enterprise",
        "NameAlias_WholeName": "Pier Nine Company",
    },
)  # fmt: skip

FTM = [
    {
        "id": "x-sanction", "schema": "Sanction",
        "properties": {
            "entity": ["x-1"], "programId": ["LIRA"], "authority": ["Lira Council"], "startDate": ["2001-03-03"],
        },
    },
    {
        "id": "x-1", "schema": "Person", "caption": "Tomás Rey", "datasets": ["lira"],
        "properties": {
            "name": ["Tomás Rey", "توماس ري"], "alias": ["Tomas Rei"], "weakAlias": ["El Capitán"],
            "birthDate": ["1954-10-07"], "birthPlace": ["Vigo"], "nationality": ["es"], "country": ["ug", "zz"],
            "gender": ["male"], "position": ["Harbour master"], "topics": ["sanction"], "notes": ["Review pending"],
        },
    },
    {
        "id": "x-2", "schema": "Company",
        "properties": {
            "name": ["Pier Nine Company"],
            "sanctions": [
                {"id": "s", "schema": "Sanction", "properties": {"listingDate": ["2001"], "endDate": ["2003-01-02"]}},
            ],
        },
    },
    {"id": "x-3", "schema": "Vessel", "properties": {"name": ["Tomas"]}},
    {"id": "x-4", "schema": "Address", "properties": {"full": ["Pier nine"]}},
]  # fmt: skip
FTM_JSON = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in FTM)


def read(*files: str | bytes) -> tuple[list[ListEntry], list[Unlisted]]:
    """The entries of a list, and what could not be read."""
    streams = [BytesIO(one if isinstance(one, bytes) else one.encode()) for one in files]
    form = form_of([stream.read(HEAD) for stream in streams])
    for stream in streams:
        stream.seek(0)
    found = list(entries(form, streams))
    return [one for one in found if isinstance(one, ListEntry)], [one for one in found if isinstance(one, Unlisted)]
