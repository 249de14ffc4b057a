CREATE TABLE dbo.Ticket (TicketId int NOT NULL PRIMARY KEY, Status varchar(10) NOT NULL)
GO
CREATE TABLE dbo.OpenTask (TaskId int NOT NULL PRIMARY KEY, TicketId int NOT NULL)
GO
