"use strict";
const slopesAtKink = () => [0, 0];
const curvaturesAtKink = () => [0, 0, 0];
