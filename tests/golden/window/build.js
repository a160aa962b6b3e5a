window.showcaseWindow={"build": "a8d15a1d3b97", "slides": ["cover", "brand/1252", "member/zhang", "team/班组", "volunteer/deng", "honours"]};
