// The checks, by capability.
#pragma once

#include "client/checks.h"
#include "client/owners.h"

namespace client {

// A message on a storage, opened without a session.
ComPtr<IMessage> OpenMessage(IStorage* storage);

void CheckMemory();
void CheckSessions();
void CheckProperties(IMessage* message);
void CheckStrings(IMessage* message);
void CheckNames(IMessage* message);
void CheckCodePages();
void CheckStreams(IMessage* message);
void CheckTables(IMessage* message);
void CheckRestrictions(IMessage* message);
void CheckAttachments(IMessage* message);
void CheckNesting();
void CheckRtf();
void CheckErrors(IMessage* message);
void CheckThreads();
void CheckFaults();
void CheckWritingProperties();
void CheckWritingNames();
void CheckWritingAttachments();
void CheckWritingRecipients();
void CheckWriteFaults();
void CheckCopying();
// What holds for any message: each property that is listed can be had, and so on for all below it.
void CheckAnyMessage(IMessage* message, const std::string& name);

}  // namespace client
