CREATE PROCEDURE dw.LoadBoth AS
BEGIN
    INSERT INTO dw.Invoice (Code) SELECT Code FROM stg.Doc WHERE Kind = 'I';
    INSERT INTO dw.Credit (Code) SELECT Code FROM stg.Doc WHERE Kind = 'C';
END
