// Streams and storages of the faulty provider.
#pragma once

#include "faulty_provider/faults.h"

namespace faulty {

// A stream of "text" in UTF-16, on nothing; what is written to it is dropped. With the fault `short` it reads
// and writes few bytes at a time, with `none` none, and with `more` it says more than was asked for.
IStream* MakeStream();

// The same, as WrapCompressedRTFStream gives it: it keeps the other stream.
IStream* MakeStreamOn(IStream* other);

// A storage with one stream and one storage in it.
IStorage* MakeStorage();

}  // namespace faulty
