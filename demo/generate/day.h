// One day at corp.example: the validation tests of the T1583.007 package among ordinary work.
#pragma once

#include "simulate/story.h"

namespace quarry::demo {

using simulate::Event;
using simulate::Host;
using simulate::Process;
using simulate::Story;

void AddHosts(Story& story);
// The look-ups and connections of the tests and look-alikes.
void TellTests(Story& story, int64_t day);
// The rest. REQUIRES: AddHosts.
void TellBackground(Story& story, int64_t day);

}  // namespace quarry::demo
