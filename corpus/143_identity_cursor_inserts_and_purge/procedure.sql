CREATE PROCEDURE crm.OpenTickets
AS
SET NOCOUNT ON;

DECLARE @event int, @subject nvarchar(30), @urgent bit, @ticket int;

DECLARE ev CURSOR LOCAL STATIC READ_ONLY FOR
    SELECT e.EventNo, e.Subject, e.Urgent
    FROM   crm.Event AS e
    WHERE  NOT EXISTS (SELECT * FROM crm.Ticket AS t WHERE t.EventNo = e.EventNo)
    ORDER BY e.Urgent DESC, e.EventNo;

OPEN ev;
FETCH NEXT FROM ev INTO @event, @subject, @urgent;

WHILE @@FETCH_STATUS = 0
BEGIN
    INSERT INTO crm.Ticket (EventNo, Subject) VALUES (@event, COALESCE(@subject, N'(none)'));
    SET @ticket = SCOPE_IDENTITY();

    INSERT INTO crm.TicketNote (TicketId, Txt) VALUES (@ticket, N'opened');

    IF @urgent = 1
        INSERT INTO crm.TicketNote (TicketId, Txt) VALUES (@ticket, N'call back: ' + COALESCE(@subject, N'?'));

    FETCH NEXT FROM ev INTO @event, @subject, @urgent;
END;

CLOSE ev;
DEALLOCATE ev;

DELETE n
FROM   crm.TicketNote AS n
JOIN   crm.Ticket AS t ON t.TicketId = n.TicketId
JOIN   crm.Closed AS c ON c.EventNo = t.EventNo;

DELETE FROM crm.Ticket WHERE EventNo IN (SELECT EventNo FROM crm.Closed);
GO
