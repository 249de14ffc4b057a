CREATE SCHEMA crm
GO
CREATE TABLE crm.Event (EventNo int NOT NULL, Subject nvarchar(30) NULL, Urgent bit NOT NULL)
GO
CREATE TABLE crm.Closed (EventNo int NOT NULL)
GO
CREATE TABLE crm.Ticket (TicketId int IDENTITY(1,1) PRIMARY KEY, EventNo int NOT NULL, Subject nvarchar(30) NOT NULL)
GO
CREATE TABLE crm.TicketNote (NoteId int IDENTITY(1,1) PRIMARY KEY, TicketId int NOT NULL, Txt nvarchar(40) NOT NULL)
