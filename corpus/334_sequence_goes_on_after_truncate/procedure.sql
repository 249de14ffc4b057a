CREATE PROCEDURE dw.ReloadTicket AS
BEGIN
    TRUNCATE TABLE dw.Ticket;
    INSERT INTO dw.Ticket (Code) SELECT TOP (1) Code FROM stg.Ticket WHERE Vip = 1 ORDER BY Code;
    INSERT INTO dw.Ticket (TicketNo, Code) SELECT NEXT VALUE FOR dw.TicketNo, Code FROM stg.Ticket WHERE Vip = 0 AND Code = (SELECT MIN(Code) FROM stg.Ticket WHERE Vip = 0);
END
