"use strict";
setTimeout(() => window.close(), 1500);
