// The table of the faulty provider's recipients and attachments.
#pragma once

#include "faulty_provider/faults.h"

namespace faulty {

// It goes wrong by giving `many` more rows than asked, a `huge` number of rows that are not there, rows
// without end (`endless`), and rows that are `empty`; and in its values as objects do.
IMAPITable* MakeTable(ULONG rows);

}  // namespace faulty
