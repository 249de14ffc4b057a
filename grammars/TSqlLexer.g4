// SPDX-License-Identifier: Apache-2.0
// The specification of T-SQL tokens. At run time a hand-written scanner (frontend/scanner.cpp) produces these tokens; a test
// compares it with the lexer generated from this file. Upper-case literals stand for any case: the caller folds case.
lexer grammar TSqlLexer;

// Tokens that only the scanner or the context filter (frontend/token_filter.cpp) makes:
//   GO          batch separator alone on its line
//   WITH_PAREN  WITH of a hint or option list: the next token is "("
//   WITH_OPTION WITH of anything else but a common table expression
//   NOT_OP      NOT of NOT IN, NOT LIKE, NOT BETWEEN
//   FOR_PERIOD  FOR of FOR SYSTEM_TIME
//   AT_ZONE     AT of AT TIME ZONE
//   LABEL       name of a label, followed by ":"
//   SEMI_ELSE   ";" before ELSE
//   WITH_CHECK  WITH of a view's WITH CHECK OPTION
//   FOR_PATH    FOR of FOR PATH after a graph table
//   SEMI_NUMBER ";" between the name of a procedure and its number
//   LP_QUERY    "(" of a query that starts a statement
//   RECOGNIZED  first token of a statement of the closed list frontend/recognized.def
//   RECOGNIZED_REST  every other token of such a statement
//   BAD         text that never closes: string, quoted name or comment
tokens { GO, WITH_PAREN, WITH_OPTION, NOT_OP, FOR_PERIOD, AT_ZONE, LABEL, SEMI_ELSE, WITH_CHECK, FOR_PATH, SEMI_NUMBER, LP_QUERY, RECOGNIZED, RECOGNIZED_REST, BAD }

// ---- reserved words
K_ADD             : 'ADD' ;
K_ALL             : 'ALL' ;
K_ALTER           : 'ALTER' ;
K_AND             : 'AND' ;
K_ANY             : 'ANY' ;
K_AS              : 'AS' ;
K_ASC             : 'ASC' ;
K_AUTHORIZATION   : 'AUTHORIZATION' ;
K_BACKUP          : 'BACKUP' ;
K_BEGIN           : 'BEGIN' ;
K_BETWEEN         : 'BETWEEN' ;
K_BREAK           : 'BREAK' ;
K_BROWSE          : 'BROWSE' ;
K_BULK            : 'BULK' ;
K_BY              : 'BY' ;
K_CASCADE         : 'CASCADE' ;
K_CASE            : 'CASE' ;
K_CHECK           : 'CHECK' ;
K_CHECKPOINT      : 'CHECKPOINT' ;
K_CLOSE           : 'CLOSE' ;
K_CLUSTERED       : 'CLUSTERED' ;
K_COLLATE         : 'COLLATE' ;
K_COLUMN          : 'COLUMN' ;
K_COMMIT          : 'COMMIT' ;
K_COMPUTE         : 'COMPUTE' ;
K_CONSTRAINT      : 'CONSTRAINT' ;
K_CONTINUE        : 'CONTINUE' ;
K_CREATE          : 'CREATE' ;
K_CROSS           : 'CROSS' ;
K_CURRENT         : 'CURRENT' ;
K_CURSOR          : 'CURSOR' ;
K_DATABASE        : 'DATABASE' ;
K_DBCC            : 'DBCC' ;
K_DEALLOCATE      : 'DEALLOCATE' ;
K_DECLARE         : 'DECLARE' ;
K_DEFAULT         : 'DEFAULT' ;
K_DELETE          : 'DELETE' ;
K_DENY            : 'DENY' ;
K_DESC            : 'DESC' ;
K_DISTINCT        : 'DISTINCT' ;
K_DISTRIBUTED     : 'DISTRIBUTED' ;
K_DROP            : 'DROP' ;
K_ELSE            : 'ELSE' ;
K_END             : 'END' ;
K_ESCAPE          : 'ESCAPE' ;
K_EXCEPT          : 'EXCEPT' ;
K_EXEC            : 'EXEC' ;
K_EXECUTE         : 'EXECUTE' ;
K_EXISTS          : 'EXISTS' ;
K_EXTERNAL        : 'EXTERNAL' ;
K_FETCH           : 'FETCH' ;
K_FOR             : 'FOR' ;
K_FOREIGN         : 'FOREIGN' ;
K_FROM            : 'FROM' ;
K_FULL            : 'FULL' ;
K_FUNCTION        : 'FUNCTION' ;
K_GOTO            : 'GOTO' ;
K_GRANT           : 'GRANT' ;
K_GROUP           : 'GROUP' ;
K_HAVING          : 'HAVING' ;
K_HOLDLOCK        : 'HOLDLOCK' ;
K_IDENTITY        : 'IDENTITY' ;
K_IDENTITY_INSERT : 'IDENTITY_INSERT' ;
K_IF              : 'IF' ;
K_IN              : 'IN' ;
K_INDEX           : 'INDEX' ;
K_INNER           : 'INNER' ;
K_INSERT          : 'INSERT' ;
K_INTERSECT       : 'INTERSECT' ;
K_INTO            : 'INTO' ;
K_IS              : 'IS' ;
K_JOIN            : 'JOIN' ;
K_KEY             : 'KEY' ;
K_KILL            : 'KILL' ;
K_LEFT            : 'LEFT' ;
K_LIKE            : 'LIKE' ;
K_LINENO          : 'LINENO' ;
K_MERGE           : 'MERGE' ;
K_NONCLUSTERED    : 'NONCLUSTERED' ;
K_NOT             : 'NOT' ;
K_NULL            : 'NULL' ;
K_OF              : 'OF' ;
K_OFF             : 'OFF' ;
K_ON              : 'ON' ;
K_OPEN            : 'OPEN' ;
K_OPTION          : 'OPTION' ;
K_OR              : 'OR' ;
K_ORDER           : 'ORDER' ;
K_OUTER           : 'OUTER' ;
K_OVER            : 'OVER' ;
K_PERCENT         : 'PERCENT' ;
K_PIVOT           : 'PIVOT' ;
K_PRIMARY         : 'PRIMARY' ;
K_PRINT           : 'PRINT' ;
K_PROC            : 'PROC' ;
K_PROCEDURE       : 'PROCEDURE' ;
K_RAISERROR       : 'RAISERROR' ;
K_READ            : 'READ' ;
K_READTEXT        : 'READTEXT' ;
K_RECONFIGURE     : 'RECONFIGURE' ;
K_REFERENCES      : 'REFERENCES' ;
K_REPLICATION     : 'REPLICATION' ;
K_RESTORE         : 'RESTORE' ;
K_RETURN          : 'RETURN' ;
K_REVERT          : 'REVERT' ;
K_REVOKE          : 'REVOKE' ;
K_RIGHT           : 'RIGHT' ;
K_ROLLBACK        : 'ROLLBACK' ;
K_ROWCOUNT        : 'ROWCOUNT' ;
K_ROWGUIDCOL      : 'ROWGUIDCOL' ;
K_SAVE            : 'SAVE' ;
K_SCHEMA          : 'SCHEMA' ;
K_SELECT          : 'SELECT' ;
K_SET             : 'SET' ;
K_SETUSER         : 'SETUSER' ;
K_SHUTDOWN        : 'SHUTDOWN' ;
K_SOME            : 'SOME' ;
K_STATISTICS      : 'STATISTICS' ;
K_TABLE           : 'TABLE' ;
K_TABLESAMPLE     : 'TABLESAMPLE' ;
K_THEN            : 'THEN' ;
K_TO              : 'TO' ;
K_TOP             : 'TOP' ;
K_TRAN            : 'TRAN' ;
K_TRANSACTION     : 'TRANSACTION' ;
K_TRIGGER         : 'TRIGGER' ;
K_TRUNCATE        : 'TRUNCATE' ;
K_UNION           : 'UNION' ;
K_UNIQUE          : 'UNIQUE' ;
K_UNPIVOT         : 'UNPIVOT' ;
K_UPDATE          : 'UPDATE' ;
K_UPDATETEXT      : 'UPDATETEXT' ;
K_USE             : 'USE' ;
K_USER            : 'USER' ;
K_VALUES          : 'VALUES' ;
K_VARYING         : 'VARYING' ;
K_VIEW            : 'VIEW' ;
K_WAITFOR         : 'WAITFOR' ;
K_WHEN            : 'WHEN' ;
K_WHERE           : 'WHERE' ;
K_WHILE           : 'WHILE' ;
K_WITH            : 'WITH' ;
K_WRITETEXT       : 'WRITETEXT' ;

// ---- words that are keywords in some places only; the context filter turns them into ID elsewhere
K_ABSENT          : 'ABSENT' ;
K_APPLY           : 'APPLY' ;
K_BOTH            : 'BOTH' ;
K_CAST            : 'CAST' ;
K_CATCH           : 'CATCH' ;
K_CHANGES         : 'CHANGES' ;
K_CHANGE_TRACKING_CONTEXT : 'CHANGE_TRACKING_CONTEXT' ;
K_COLUMNSTORE     : 'COLUMNSTORE' ;
K_CONNECTION      : 'CONNECTION' ;
K_CONVERT         : 'CONVERT' ;
K_COPY            : 'COPY' ;
K_DISABLE         : 'DISABLE' ;
K_ENABLE          : 'ENABLE' ;
K_GET             : 'GET' ;
K_GROUPING        : 'GROUPING' ;
K_HASH            : 'HASH' ;
K_IGNORE          : 'IGNORE' ;
K_INCLUDE         : 'INCLUDE' ;
K_LANGUAGE        : 'LANGUAGE' ;
K_LEADING         : 'LEADING' ;
K_MATCH           : 'MATCH' ;
K_MATCHED         : 'MATCHED' ;
K_MATERIALIZED    : 'MATERIALIZED' ;
K_MOVE            : 'MOVE' ;
K_NATIONAL        : 'NATIONAL' ;
K_NEXT            : 'NEXT' ;
K_OFFSET          : 'OFFSET' ;
K_OPENDATASOURCE  : 'OPENDATASOURCE' ;
K_OPENQUERY       : 'OPENQUERY' ;
K_OPENROWSET      : 'OPENROWSET' ;
K_OUT             : 'OUT' ;
K_OUTPUT          : 'OUTPUT' ;
K_PARSE           : 'PARSE' ;
K_PARTITION       : 'PARTITION' ;
K_PERIOD          : 'PERIOD' ;
K_PRECISION       : 'PRECISION' ;
K_RANGE           : 'RANGE' ;
K_RECEIVE         : 'RECEIVE' ;
K_RENAME          : 'RENAME' ;
K_RESPECT         : 'RESPECT' ;
K_RETURNING       : 'RETURNING' ;
K_ROWS            : 'ROWS' ;
K_SEND            : 'SEND' ;
K_SEQUENCE        : 'SEQUENCE' ;
K_SOURCE          : 'SOURCE' ;
K_SYNONYM         : 'SYNONYM' ;
K_TARGET          : 'TARGET' ;
K_THROW           : 'THROW' ;
K_TRAILING        : 'TRAILING' ;
K_TRY             : 'TRY' ;
K_TRY_CAST        : 'TRY_CAST' ;
K_TRY_CONVERT     : 'TRY_CONVERT' ;
K_TRY_PARSE       : 'TRY_PARSE' ;
K_TYPE            : 'TYPE' ;
K_USING           : 'USING' ;
K_VERSION         : 'VERSION' ;
K_WINDOW          : 'WINDOW' ;
K_WITHIN          : 'WITHIN' ;
K_XMLNAMESPACES   : 'XMLNAMESPACES' ;

// ---- names and constants
LOCAL_ID : '@' ID_PART* ;
MONEY    : CURRENCY [ \t]* ( [0-9]+ ( '.' [0-9]* )? | '.' [0-9]+ ) | '$' ;
ID       : ID_START ID_PART* | '$' [A-Z_] ID_PART* | '$(' [A-Z0-9_]* ')' ID_PART* | '%%' ID_PART+ '%%' | '[' ( ~']' | ']]' )* ']' | '"' ( ~'"' | '""' )* '"' ;
STRING   : 'N'? '\'' ( ~'\'' | '\'\'' )* '\'' ;
BINARY   : '0X' [0-9A-F]* ;
NUM      : [0-9]+ ;
REAL     : ( [0-9]+ '.' [0-9]* | '.' [0-9]+ ) EXPONENT? | [0-9]+ EXPONENT ;

fragment BLANK    : [ \t\r\n] ;
// `1e` is 1e0, and what stands behind it is a token of its own: `SELECT 1efoo` has a column foo.
fragment EXPONENT : 'E' ( [+\-]? [0-9]+ )? ;
fragment CURRENCY : [$\u00A3-\u00A5\u09F2\u09F3\u0E3F\u20A0-\u20B1] ;
fragment ID_START : [A-Z_#] | WIDE ;
fragment ID_PART  : [A-Z0-9_#$@] | WIDE ;
// Every character beyond ASCII but the Unicode spaces.
fragment WIDE     : [\u0080-\u009F\u00A1-\u167F\u1681-\u1FFF\u200C-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uFEFE\uFF00-\u{10FFFF}] ;

// ---- operators and punctuation
EQ     : '=' ;
NE     : '<' BLANK* '>' ;
NE2    : '!' BLANK* '=' ;
LE     : '<' BLANK* '=' ;
GE     : '>' BLANK* '=' ;
SHL    : '<<' ;
SHR    : '>>' ;
LT     : '<' ;
GT     : '>' ;
NLT    : '!' BLANK* '<' ;
NGT    : '!' BLANK* '>' ;
MULA   : '*=' ;
OJR    : '=*' ;
ADDA   : '+=' ;
SUBA   : '-=' ;
DIVA   : '/=' ;
MODA   : '%=' ;
ANDA   : '&=' ;
XORA   : '^=' ;
ORA    : '|=' ;
PLUS   : '+' ;
MINUS  : '-' ;
STAR   : '*' ;
SLASH  : '/' ;
PCT    : '%' ;
AMP    : '&' ;
CATA   : '||=' ;
CAT    : '||' ;
PIPE   : '|' ;
CARET  : '^' ;
TILDE  : '~' ;
LP     : '(' ;
RP     : ')' ;
COMMA  : ',' ;
SEMI   : ';' ;
DCOLON : '::' ;
COLON  : ':' ;
DOT    : '.' ;
LB     : '{' ;
RB     : '}' ;

// ---- not part of the token stream
SPACE         : [ \t\r\n\f\u000B\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000\uFEFF]+ -> channel(HIDDEN) ;
LINE_COMMENT  : '--' ~[\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' ( BLOCK_COMMENT | . )*? '*/' -> channel(HIDDEN) ;

OTHER : . ;
