// SPDX-License-Identifier: Apache-2.0
// T-SQL, LL(1) by discipline: after the context filter has split ambiguous tokens, one token decides every choice but the
// few that tests/frontend/ll1_decisions.test lists. Rules for editing:
//   - a statement starts with a reserved word, and nothing optional at the end of a statement may start with such a word;
//   - choices are factored after their keyword; conditions and values share the rule `expr`, an operator list without
//     precedence that the lowering folds;
//   - what the grammar accepts too much (`alias = expr`, roles of plain words) the lowering checks;
//   - no actions, no predicates; labels are read by frontend/lower_*.cpp, which must read every token (see claims.h).
parser grammar TSqlParser;
options { tokenVocab = TSqlLexer; superClass = SqlParserBase; contextSuperClass = SqlContext; }

@parser::postinclude {
#include "frontend/parser_base.h"
using t2d::frontend::SqlContext;
using t2d::frontend::SqlParserBase;
}

// ---- scripts -----------------------------------------------------------------------------------------------------------

// `script` says what a file is, and with that what may follow a statement. frontend/statement_reader.cpp goes through a file
// in its place and calls `bareCall` and `statement`.
script : batches+=batch (GO batches+=batch)* EOF ;
batch : call=bareCall? body=statements ;
bareCall : n=name args=execArgs? ;
statements : (SEMI | list+=statement)* ;
singleQuery : SEMI* q=queryAny SEMI* EOF ;

statement
  : sel=query | LP_QUERY inner=queryAny RP tail=queryTail | with=cteStatement | ins=insertStatement | upd=updateStatement | del=deleteStatement | mrg=mergeStatement
  | iff=ifStatement | whl=whileStatement | beg=beginStatement | decl=declareStatement | set=setStatement
  | exe=execStatement | ret=returnStatement | prn=printStatement | rais=raiserrorStatement | thr=throwStatement
  | cre=createStatement | alt=alterStatement | drp=dropStatement | trn=truncateStatement | tran=transactionStatement
  | cur=cursorStatement | go=gotoStatement | lab=labelStatement | loop=loopStatement | use=useStatement
  | rec=recognizedStatement ;

// ---- queries -----------------------------------------------------------------------------------------------------------

cteStatement : w=withClause ( sel=query | ins=insertStatement | upd=updateStatement | del=deleteStatement | mrg=mergeStatement ) ;
withClause : K_WITH ((pre=K_XMLNAMESPACES | pre=K_CHANGE_TRACKING_CONTEXT) prefix=balanced COMMA?)? (c+=cte (COMMA c+=cte)*)? ;
cte : n=ID cols=nameList? K_AS LP q=queryAny RP ;

queryAny : w=withClause? first=queryTerm tail=queryTail ;
query : first=selectCore tail=queryTail ;
queryTail : (ops+=(K_UNION | K_EXCEPT | K_INTERSECT) K_ALL? terms+=queryTerm)* (order=orderBy off=offsetClause? next=orderedUnion?)? sums+=computeClause* fors+=forClause* opt=optionClause? ;
// In a derived table each SELECT TOP of a union may have an ORDER BY of its own.
orderedUnion : op=(K_UNION | K_EXCEPT | K_INTERSECT) K_ALL? term=queryTerm (order=orderBy off=offsetClause?)? next=orderedUnion? ;
queryTerm : core=selectCore | (LP | LP_QUERY) inner=queryAny RP | vals=valuesClause ;

selectCore : K_SELECT (K_ALL | distinct=K_DISTINCT)? limit=top? items+=selectItem (COMMA items+=selectItem)* (K_INTO into=name (K_ON group=ID)?)?
  from=fromClause? wh=whereClause? gr=groupBy? hav=having? win=windowClause? ;
top : K_TOP ( e=paren | n=(NUM | REAL | LOCAL_ID) ) pct=K_PERCENT? (WITH_OPTION ties=ID)? ;
selectItem : s=STAR | e=expr (aop=(ADDA | SUBA | DIVA | MODA | ANDA | XORA | ORA | CATA) v=expr)? (K_AS? alias=(ID | STRING))? ;
fromClause : K_FROM t+=tableSource (COMMA t+=tableSource)* ;
whereClause : K_WHERE ( K_CURRENT K_OF cur=(ID | LOCAL_ID) global=ID? | e=expr ) ;
groupBy : K_GROUP K_BY all=K_ALL? items+=groupItem (COMMA items+=groupItem)* (WITH_OPTION kind=ID)? ;
groupItem : K_GROUPING sets=ID LP items+=groupItem (COMMA items+=groupItem)* RP | e=expr (WITH_PAREN agg=balanced)? ;
having : K_HAVING e=expr ;
windowClause : K_WINDOW w+=windowDef (COMMA w+=windowDef)* ;
windowDef : n=ID K_AS spec=windowSpec ;
orderBy : K_ORDER K_BY items+=orderItem (COMMA items+=orderItem)* ;
orderItem : e=expr dir=(K_ASC | K_DESC)? ;
offsetClause : K_OFFSET e=expr unit=ID (K_FETCH which=ID n=expr unit2=ID only=ID)? ;
computeClause : K_COMPUTE e+=expr (COMMA e+=expr)* (K_BY by+=expr (COMMA by+=expr)*)? ;
forClause : K_FOR ( what=ID d+=forDirective (COMMA d+=forDirective)* | browse=K_BROWSE | upd=K_UPDATE (K_OF cols+=name (COMMA cols+=name)*)? | ro=K_READ only=ID ) ;
forDirective : ID+ balanced? ;
optionClause : K_OPTION LP h+=hintText (COMMA h+=hintText)* RP ;

tableSource : first=tableOperand joins+=joinPart* ;
joinPart
  : ( inner=K_INNER hint=(ID | K_MERGE)? | side=(K_LEFT | K_RIGHT | K_FULL) K_OUTER? hint=(ID | K_MERGE)? )? K_JOIN right=tableSource K_ON on=expr pivots+=pivotPart*
  | K_CROSS (crossJoin=K_JOIN | apply=K_APPLY) operand1=tableOperand
  | outerApply=K_OUTER K_APPLY operand1=tableOperand ;
tableOperand : base=tableBase pivots+=pivotPart* ;
tableBase
  : LP inner=tableInner RP derivedAlias=tableAlias?
  | LB oj=ID joined=tableSource RB
  | var=LOCAL_ID ( DOT meth=ID LP margs=argList RP )? tail=tableTail
  | DCOLON? n=name ( lp=LP args=argList RP rest=remoteName? (WITH_PAREN schema=schemaClause | WITH_OPTION schemaTable=name)? ctail=callTail | tail=tableTail ) ;
remoteName : (DOT+ parts+=(ID | STRING))+ ;
tableInner
  : q=query | w=withClause first=queryTerm qtail=queryTail | vals=valuesClause
  | mrg=mergeStatement | ins=insertStatement | upd=updateStatement | del=deleteStatement
  | src=tableSource tail=queryTail ;
tableTail : temp=temporal? (path=FOR_PATH ID)? ( alias=tableAlias sample=tableSample? hints=tableHints? | sample=tableSample hints=tableHints? | hints=tableHints alias=tableAlias? )? ;
callTail : ( alias=tableAlias hints=tableHints? )? ;
tableAlias : K_AS? n=ID ( LP c+=aliasColumn (COMMA c+=aliasColumn)* RP )? ;
aliasColumn : n=ID balanced? | K_HOLDLOCK | K_INDEX balanced ;
tableHints : WITH_PAREN LP h+=hintText (COMMA h+=hintText)* RP ;
tableSample : K_TABLESAMPLE ID? balanced (ID balanced)? ;
temporal : FOR_PERIOD ID ( all=K_ALL | as=K_AS K_OF e1=operand | from=K_FROM e1=operand K_TO e2=operand | between=K_BETWEEN e1=operand K_AND e2=operand | contained=ID K_IN LP e1=operand COMMA e2=operand RP ) ;
schemaClause : LP cols+=schemaColumn (COMMA cols+=schemaColumn)* RP ;
schemaColumn : n=ID t=dataType (K_COLLATE coll=ID)? (K_NOT? K_NULL)? path=(STRING | NUM)? (K_AS json=ID)? ;
pivotPart
  : piv=K_PIVOT LP agg=operand K_FOR col=name K_IN vals=nameList RP alias=tableAlias?
  | unp=K_UNPIVOT LP v=ID K_FOR pn=ID K_IN LP cols+=name (COMMA cols+=name)* RP RP alias=tableAlias? ;
valuesClause : K_VALUES rows+=row (COMMA rows+=row)* ;
row : LP e+=expr (COMMA e+=expr)* RP ;

// ---- data change -------------------------------------------------------------------------------------------------------

insertStatement : K_INSERT limit=top? K_INTO? t=target h=tableHints?
  ( LP ( q1=query RP | w=withClause first=queryTerm qtail=queryTail RP | cols+=name (COMMA cols+=name)* RP ( LP q2=queryAny RP | outs+=outputClause* src=insertSource ) )
  | outs+=outputClause* src=insertSource ) ;
insertSource : vals=valuesClause opt=optionClause? | K_DEFAULT dv=K_VALUES opt=optionClause? | exe=execStatement opt=optionClause? | q=query ;
target : n=name | v=LOCAL_ID | rowset=(K_OPENQUERY | K_OPENROWSET | K_OPENDATASOURCE) balanced (DOT+ ID)* ;
outputClause : K_OUTPUT items+=selectItem (COMMA items+=selectItem)* (K_INTO into=target cols=nameList?)? ;
updateStatement : K_UPDATE limit=top? t=target call=balanced? h=tableHints? K_SET s+=setItem (COMMA s+=setItem)* outs+=outputClause* from=fromClause? wh=whereClause? opt=optionClause? ;
setItem : e=expr (aop=(ADDA | SUBA | DIVA | MODA | ANDA | XORA | ORA | CATA) v=expr)? ;
deleteStatement : K_DELETE limit=top? K_FROM? t=target call=balanced? h=tableHints? outs+=outputClause* from=fromClause? wh=whereClause? opt=optionClause? ;
mergeStatement : K_MERGE limit=top? K_INTO? t=target h=tableHints? (K_AS? alias=ID)? K_USING src=tableSource K_ON on=expr w+=mergeWhen+ outs+=outputClause* opt=optionClause? ;
mergeWhen : K_WHEN nt=K_NOT? K_MATCHED (K_BY by=(K_TARGET | K_SOURCE))? (K_AND cond=expr)? K_THEN
  ( upd=K_UPDATE K_SET s+=setItem (COMMA s+=setItem)* | del=K_DELETE | ins=K_INSERT cols=nameList? ( K_VALUES vals=row | K_DEFAULT dv=K_VALUES ) ) ;
truncateStatement : K_TRUNCATE K_TABLE n=name (WITH_PAREN parts=balanced)? ;

// ---- control flow ------------------------------------------------------------------------------------------------------

ifStatement : K_IF cond=expr then=statement (SEMI_ELSE? K_ELSE other=statement)? ;
whileStatement : K_WHILE cond=expr body=statement ;
beginStatement : K_BEGIN
  ( tr=K_TRY body=statements K_END K_TRY SEMI? K_BEGIN K_CATCH handler=statements K_END K_CATCH
  | atomic=ID WITH_PAREN balanced body=statements K_END
  | dist=K_DISTRIBUTED? tran=(K_TRAN | K_TRANSACTION) n=(ID | LOCAL_ID)? (WITH_OPTION mark=ID (STRING | LOCAL_ID)?)?
  | body=statements K_END ) ;
transactionStatement
  : K_COMMIT ( (K_TRAN | K_TRANSACTION) n=(ID | LOCAL_ID)? | work=(ID | LOCAL_ID) )? (WITH_PAREN balanced)?
  | roll=K_ROLLBACK ( (K_TRAN | K_TRANSACTION) n=(ID | LOCAL_ID)? | work=(ID | LOCAL_ID) )?
  | save=K_SAVE (K_TRAN | K_TRANSACTION) n=(ID | LOCAL_ID)? ;
declareStatement : K_DECLARE ( d+=declareItem (COMMA d+=declareItem)* (K_FOR q=queryAny)? | n=ID opts+=ID* K_CURSOR opts+=ID* K_FOR q=queryAny ) ;
declareItem : v=LOCAL_ID K_AS? ( K_TABLE def=tableDef (WITH_PAREN balanced)? | cur=K_CURSOR (EQ e=expr | opts+=ID+)? | t=dataType ( late=K_CURSOR | (K_NOT? nul=K_NULL)? (EQ e=expr)? ) ) ;
setStatement : K_SET
  ( v=LOCAL_ID ( (DOT | dc=DCOLON) meth=ID ( LP args=argList RP | EQ property=expr ) | op=(EQ | ADDA | SUBA | MULA | DIVA | MODA | ANDA | XORA | ORA | CATA) ( K_CURSOR opts+=ID* K_FOR q=queryAny | e=expr (COMMA a+=assignment)* ) )
  | first=setWord rest+=setRest* ) ;
assignment : v=LOCAL_ID op=(EQ | ADDA | SUBA | MULA | DIVA | MODA | ANDA | XORA | ORA | CATA) e=expr ;
setWord : ID | K_TRANSACTION | K_ROWCOUNT | K_IDENTITY_INSERT | K_STATISTICS | K_OFFSET ;
setRest : setWord | EQ | K_ON | K_OFF | COMMA | NUM | LOCAL_ID | STRING | DOT | K_READ | MINUS | BINARY ;
execStatement : (K_EXEC | K_EXECUTE)
  ( v=LOCAL_ID ( EQ ( n=name (SEMI_NUMBER number=NUM)? | pv=LOCAL_ID ) )? args=execArgs?
  | n=name (SEMI_NUMBER number=NUM)? args=execArgs?
  | source1=K_OPENDATASOURCE balanced rest=remoteName args=execArgs?
  | LP str=expr (COMMA more+=execString)* RP (K_AS (K_USER | ID) (EQ STRING)?)? (at=ID server=name source=ID?)?
  | as=K_AS (K_USER | ID) (EQ login=operand)? )
  (WITH_OPTION opts+=execOption (COMMA opts+=execOption)*)? ;
execString : e=expr out=(K_OUTPUT | K_OUT)? ;
execArgs : a+=execArg (COMMA a+=execArg)* ;
execArg : n=LOCAL_ID (EQ ( lv=LOCAL_ID | val=simpleValue ))? out=(K_OUTPUT | K_OUT)? | val=simpleValue ;
simpleValue : sign=(MINUS | PLUS)? num=(NUM | REAL | MONEY) | lit=(STRING | BINARY | K_NULL | K_DEFAULT) | word=(ID | K_ON | K_OFF) ;
returnStatement : K_RETURN e=expr? ;
printStatement : K_PRINT e=expr ;
raiserrorStatement : K_RAISERROR ( LP e+=expr (COMMA e+=expr)* RP (WITH_OPTION opts+=ID (COMMA opts+=ID)*)? | old=(NUM | LOCAL_ID) msg=(STRING | LOCAL_ID)? (COMMA more+=simpleValue | COMMA vars+=LOCAL_ID)* ) ;
throwStatement : K_THROW (e+=expr COMMA e+=expr COMMA e+=expr)? ;
cursorStatement : verb=(K_OPEN | K_CLOSE | K_DEALLOCATE) ( n=ID n2=ID? | v=LOCAL_ID )
  | fetch=K_FETCH ( dir=ID (neg=MINUS? off=(NUM | LOCAL_ID))? (K_FROM from=(ID | LOCAL_ID) from2=ID?)? | K_FROM from=(ID | LOCAL_ID) from2=ID? | v=LOCAL_ID ) (K_INTO into+=LOCAL_ID (COMMA into+=LOCAL_ID)*)? ;
gotoStatement : K_GOTO n=ID ;
labelStatement : n=LABEL COLON ;
loopStatement : brk=K_BREAK | cont=K_CONTINUE ;
useStatement : K_USE n=ID ;
recognizedStatement : RECOGNIZED RECOGNIZED_REST* ;

// Text whose structure nobody needs: anything up to a token that may start a statement.
words : balanced | ~( LP | RP | SEMI | SEMI_ELSE | GO | LABEL | BAD | K_SELECT | K_WITH | K_INSERT | K_UPDATE | K_DELETE | K_MERGE | K_IF | K_ELSE | K_WHILE | K_BEGIN | K_END
  | K_DECLARE | K_SET | K_EXEC | K_EXECUTE | K_RETURN | K_PRINT | K_RAISERROR | K_THROW | K_CREATE | K_ALTER | K_DROP | K_TRUNCATE | K_COMMIT | K_ROLLBACK | K_SAVE
  | K_OPEN | K_CLOSE | K_DEALLOCATE | K_FETCH | K_GOTO | K_BREAK | K_CONTINUE | K_USE | RECOGNIZED | LP_QUERY ) ;
balanced : LP ( balanced | ~( LP | RP | GO | BAD ) )* RP ;
hintText : ( balanced | ~( LP | RP | COMMA | SEMI | SEMI_ELSE | GO | BAD ) )+ ;
execOption : ( balanced | ~( LP | RP | COMMA | K_OPTION | SEMI | SEMI_ELSE | GO | LABEL | BAD | K_SELECT | K_WITH | K_INSERT | K_UPDATE | K_DELETE | K_MERGE | K_IF | K_ELSE | K_WHILE | K_BEGIN | K_END
  | K_DECLARE | K_SET | K_EXEC | K_EXECUTE | K_RETURN | K_PRINT | K_RAISERROR | K_THROW | K_CREATE | K_ALTER | K_DROP | K_TRUNCATE | K_COMMIT | K_ROLLBACK | K_SAVE
  | K_OPEN | K_CLOSE | K_DEALLOCATE | K_FETCH | K_GOTO | K_BREAK | K_CONTINUE | K_USE | RECOGNIZED | LP_QUERY ) )+ ;

// ---- definitions -------------------------------------------------------------------------------------------------------

createStatement : K_CREATE (K_OR orAlter=K_ALTER)?
  ( proc=procedureDef | func=functionDef | view=viewDef | trig=triggerDef | tab=tableCreate | idx=indexCreate
  | K_SCHEMA ( sn=ID )? (K_AUTHORIZATION auth=ID)?
  | K_SEQUENCE seq=name seqOpts+=sequenceOption*
  | K_SYNONYM syn=name K_FOR of=name
  | K_TYPE type=name ( K_FROM base=dataType (nt=K_NOT? nul=K_NULL)? | K_AS K_TABLE typeTable=tableDef (WITH_PAREN balanced)? | ext=K_EXTERNAL words* ) ) ;
alterStatement : K_ALTER
  ( proc=procedureDef | func=functionDef | view=viewDef | trig=triggerDef
  | K_TABLE t=name action=alterAction ) ;
alterAction
  : (WITH_OPTION check=(K_CHECK | ID))? ( K_ADD items+=tableElement (COMMA items+=tableElement)* | checkWord=K_CHECK K_CONSTRAINT words+ | nocheck=ID words* )
  | K_DROP drops+=dropElement (COMMA drops+=dropElement)*
  | K_ALTER ( K_COLUMN col=ID ( type=dataType attrs+=columnAttribute* (WITH_PAREN balanced)? | change=(K_ADD | K_DROP) words+ ) | index=K_INDEX words+ )
  | range=K_MERGE words+
  | setWords=K_SET balanced ;
dropElement : kind=(K_CONSTRAINT | K_COLUMN | K_PERIOD | K_INDEX)? (K_IF ex=K_EXISTS | period=(K_FOR | FOR_PERIOD))? n=ID (WITH_PAREN balanced)? ;
dropStatement : K_DROP K_EXTERNAL? kind=dropKind (K_IF ex=K_EXISTS)? items+=dropItem (COMMA items+=dropItem)* ;
dropKind : K_TABLE | K_PROC | K_PROCEDURE | K_VIEW | K_FUNCTION | K_TRIGGER | K_INDEX | K_SCHEMA | K_SEQUENCE | K_SYNONYM | K_TYPE ;
dropItem : n=name behaviour=(ID | K_CASCADE)? (K_ON (owner=name | K_DATABASE | K_ALL ID))? (WITH_PAREN balanced)? ;

procedureDef : (K_PROC | K_PROCEDURE) n=name (SEMI_NUMBER number=NUM)? ( LP p+=param (COMMA p+=param)* RP | p+=param (COMMA p+=param)* )? (WITH_OPTION o+=moduleOption (COMMA o+=moduleOption)*)? (K_FOR repl=K_REPLICATION)? K_AS external=externalName? ;
externalName : K_EXTERNAL ID name ;
moduleOption : ID ( EQ (K_ON | K_OFF) | K_NULL? K_ON K_NULL ID )? | (K_EXEC | K_EXECUTE) K_AS (ID | STRING | K_USER) ;
param : n=LOCAL_ID K_AS? ( t=dataType | cur=K_CURSOR K_VARYING? ) (nt=K_NOT? nul=K_NULL)? (EQ ( lv=LOCAL_ID | val=simpleValue (lp=LP RP)? ))? out=(K_OUTPUT | K_OUT)? ro=ID? ;
functionDef : K_FUNCTION n=name LP (p+=param (COMMA p+=param)*)? RP ret=ID ( inlineTable=K_TABLE def=tableDef? | tv=LOCAL_ID K_TABLE def=tableDef | t=dataType ) (WITH_OPTION o+=moduleOption (COMMA o+=moduleOption)*)? (order=K_ORDER balanced)? (K_AS external=externalName?)? ;
viewDef : mat=K_MATERIALIZED? K_VIEW n=name cols=nameList? ( WITH_OPTION o+=ID (COMMA o+=ID)* | WITH_PAREN mopt=balanced )? K_AS q=queryAny (WITH_CHECK K_CHECK chk=K_OPTION)? ;
triggerDef : K_TRIGGER n=name K_ON ( t=name | db=K_DATABASE | K_ALL server=ID ) (WITH_OPTION moduleOption (COMMA moduleOption)*)?
  ( forWord=K_FOR | timing=ID K_OF? ) ev+=(ID | K_INSERT | K_UPDATE | K_DELETE) (COMMA ev+=(ID | K_INSERT | K_UPDATE | K_DELETE))* (WITH_OPTION append=ID)? (K_NOT K_FOR K_REPLICATION)? K_AS external=externalName? ;

tableCreate : ext=K_EXTERNAL? K_TABLE n=name ( def=tableDef o+=tableOption* (K_AS made=tableSourceOf)? | o+=tableOption+ K_AS made=tableSourceOf | K_AS made=tableSourceOf ) ;
tableSourceOf : q=queryAny | kind=ID (K_OF cloned=name (at=ID time=STRING)?)? o+=tableOption* ;
tableOption : K_ON (name balanced? | STRING) | ID (ID | STRING | K_ON balanced) | withOptions ;
withOptions : WITH_PAREN balanced | WITH_OPTION fillOption (COMMA fillOption)* ;
fillOption : ID (EQ (ID | NUM | K_ON | K_OFF))? ;
tableDef : LP items+=tableElement (COMMA (items+=tableElement)?)* RP ;
tableElement : col=columnDef | con=tableConstraint ;
columnDef : n=ID ( K_AS comp=expr computed+=computedAttribute* | t=dataType attrs+=columnAttribute* | (lead=keywordAttribute attrs+=columnAttribute*)? ) ;
computedAttribute : pers=ID | K_NOT nul=K_NULL | con=columnConstraint ;
columnAttribute
  : key=keywordAttribute
  | word=ID ( paren1=balanced | WITH_PAREN paren2=balanced | K_AS row1=ID which=(ID | K_END) | K_FOR setName=ID )? ;
keywordAttribute
  : nt=K_NOT ( nul=K_NULL | K_FOR repl=K_REPLICATION | enforced1=ID ) | nul=K_NULL
  | ident=K_IDENTITY (LP seed=signedNumber COMMA incr=signedNumber RP)?
  | con=columnConstraint
  | K_COLLATE coll=ID | guid=K_ROWGUIDCOL | K_INDEX ix=ID K_UNIQUE? cluster* cols=indexColumns? (K_INCLUDE nameList)? (K_WHERE LP filter=expr RP)? keyOption* ;
keyOption : withOptions | K_ON (name balanced? | STRING) ;
columnConstraint : K_CONSTRAINT cn=ID ( body=constraintBody | nt=K_NOT? nul=K_NULL ) | body=constraintBody ;
constraintBody
  : ( K_DEFAULT dv=defaultValue (WITH_OPTION wv=K_VALUES)? | (pk=K_PRIMARY K_KEY | uq=K_UNIQUE) cluster* cols=indexColumns? keyOption* | chk=K_CHECK (K_NOT K_FOR K_REPLICATION)? LP cond=expr RP | (K_FOREIGN K_KEY fkCols=nameList?)? ref=references ) ;
defaultValue : (PLUS | MINUS | TILDE)* x+=operand ( ((PLUS | MINUS | AMP | PIPE | CARET | STAR | SLASH | PCT) (PLUS | MINUS | TILDE)* | AT_ZONE ID ID) x+=operand )* ;
signedNumber : sign=(MINUS | PLUS)? n=(NUM | REAL) ;
references : K_REFERENCES t=name cols=nameList? acts+=refAction* ;
refAction : K_ON on=(K_DELETE | K_UPDATE) ( cascade=K_CASCADE | K_SET (setNull=K_NULL | setDefault=K_DEFAULT) | no=ID act=ID ) ;
cluster : K_CLUSTERED | K_NONCLUSTERED | K_COLUMNSTORE | K_HASH ;
tableConstraint
  : (K_CONSTRAINT cn=ID)?
    ( pk=K_PRIMARY K_KEY cluster* cols=indexColumns o+=tableOption* en=enforced?
    | uq=K_UNIQUE cluster* cols=indexColumns o+=tableOption* en=enforced?
    | fk=K_FOREIGN K_KEY names=nameList? ref=references (K_NOT (K_FOR K_REPLICATION | enf=ID))?
    | chk=K_CHECK (K_NOT K_FOR K_REPLICATION)? LP cond=expr RP
    | K_DEFAULT dv=defaultValue K_FOR col=ID (WITH_OPTION K_VALUES)?
    | connection=K_CONNECTION balanced refAction* )
  | ix=K_INDEX n=ID uix=K_UNIQUE? cluster* cols=indexColumns? (K_INCLUDE inc=nameList)? (K_WHERE filter=expr)? o+=tableOption*
  | per=K_PERIOD (K_FOR | FOR_PERIOD) ID names=nameList ;
enforced : K_NOT ID ;
indexColumns : LP c+=indexColumn (COMMA c+=indexColumn)* RP ;
indexColumn : n=ID dir=(K_ASC | K_DESC)? ;
indexCreate : uq=K_UNIQUE? cl=(K_CLUSTERED | K_NONCLUSTERED)? cs=K_COLUMNSTORE? K_INDEX n=ID K_ON t=name cols=indexColumns? (K_ORDER ord=balanced)? (K_INCLUDE inc=nameList)? (K_WHERE wh=expr)? o+=tableOption* ;
sequenceOption : K_AS t=dataType | w=ID (WITH_OPTION | K_BY)? num=signedNumber? ;

// ---- names, types and expressions --------------------------------------------------------------------------------------

name : DOT* ID (DOT+ ID)* ;
nameList : LP n+=name (COMMA n+=name)* RP ;
dataType : national=K_NATIONAL? n=name second=(K_PRECISION | K_VARYING)? (LP a+=typeArg (COMMA a+=typeArg)* RP)? ;
typeArg : NUM | name (ID (DOT+ ID)*)? ;

// One operator list without precedence: the lowering walks its tokens, and where an operand starts it takes the next of x.
expr : (K_NOT | PLUS | MINUS | TILDE)* x+=operand
  ( ( EQ | NE | NE2 | LE | GE | LT | GT | NLT | NGT | MULA | OJR | SHL | SHR | PLUS | MINUS | CAT | AMP | PIPE | CARET | STAR | SLASH | PCT | K_AND | K_OR | K_IN | K_LIKE | K_BETWEEN | K_ESCAPE
    | NOT_OP (K_IN | K_LIKE | K_BETWEEN) )
    (K_ALL | K_ANY | K_SOME)? (K_NOT | PLUS | MINUS | TILDE)* x+=operand
  | K_IS K_NOT? ( K_NULL | K_DISTINCT K_FROM (PLUS | MINUS | TILDE)* x+=operand )
  | K_COLLATE ID
  | LB K_ESCAPE x+=operand RB
  | AT_ZONE ID ID x+=operand )* ;
operand
  : lit=(NUM | REAL | MONEY | STRING | BINARY | K_NULL | K_DEFAULT)
  | var=LOCAL_ID m+=method*
  | DOT* ID (DOT+ (ID | STAR))* ( lp=LP args=argList RP m+=method* call=callSuffix )? ( static1=staticMember m+=method* )?
  | word=(K_LEFT | K_RIGHT | K_USER | K_IDENTITY | K_ROWGUIDCOL) ( lp=LP args=argList RP )?
  | p=paren m+=method*
  | next=nextValue
  | cas=caseExpr
  | cast1=castExpr m+=method*
  | match=K_MATCH balanced
  | ex=K_EXISTS p=paren
  | odbc=odbcEscape ;
// Rules of their own for what is rare: there is an operand's context for every few bytes, and each label takes eight more.
staticMember : DCOLON n=ID ( lp=LP args=argList RP )? ;
nextValue : K_NEXT ID K_FOR seq=name over=overClause? ;
odbcEscape : LB tag=ID e=expr RB ;
method : DOT n=ID ( lp=LP args=argList RP )? ;
argList : ( (distinct=K_DISTINCT | K_ALL)? a+=arg (COMMA a+=arg)* json=jsonOptions? | K_ABSENT K_ON K_NULL )? ;
arg : s=STAR | e=expr ( COLON v=expr | K_FROM from=expr | K_AS named=ID | (SEMI more+=expr)+ )? | bulk=K_BULK e=expr | table1=(K_TABLE | K_COLUMN) EQ e=expr (K_AS named=ID)? | lead=(K_LANGUAGE | K_CHANGES | K_VERSION) e=expr | side=(K_LEADING | K_TRAILING | K_BOTH) e=expr K_FROM from=expr | order=K_ORDER balanced K_UNIQUE? ;
jsonOptions : (K_ABSENT | K_NULL)? K_ON K_NULL (K_RETURNING dataType)? | K_RETURNING dataType | WITH_OPTION ID+ ;
callSuffix : ( K_WITHIN K_GROUP LP within=orderBy RP )? ( nulls=(K_IGNORE | K_RESPECT) ID )? over=overClause? ;
paren : LP ( star=STAR | q=query | w=withClause first=queryTerm tail=queryTail | e+=expr (COMMA e+=expr)* tail=queryTail )? RP ;
caseExpr : K_CASE input=expr? (K_WHEN w+=expr K_THEN t+=expr)+ (K_ELSE other=expr)? K_END ;
castExpr
  : kind=(K_CAST | K_TRY_CAST | K_PARSE | K_TRY_PARSE) LP e=expr K_AS t=dataType (K_USING style=expr)? RP
  | kind=(K_CONVERT | K_TRY_CONVERT) LP t=dataType COMMA e=expr (COMMA style=expr)? RP ;
overClause : K_OVER ( spec=windowSpec | n=ID ) ;
windowSpec : LP n=ID? (K_PARTITION K_BY part+=expr (COMMA part+=expr)*)? order=orderBy? fr=frame? RP ;
frame : unit=(K_ROWS | K_RANGE) ( K_BETWEEN low=bound K_AND high=bound | low=bound ) ;
bound : cur=K_CURRENT row1=ID | x=operand dir=ID ;
